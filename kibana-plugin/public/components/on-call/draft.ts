import type { GivenSchedule, ScheduleAnswer, ScheduleLayer } from 'incident-core';
import { i18n } from '@kbn/i18n';
import { dateOf, ownZone } from '../time/zone';

export type Rotation = ScheduleLayer['rotation'];
export type RotationType = Rotation['type'];
export type Restriction = ScheduleLayer['restrictions'][number];

/** A layer while it is edited: its key stays when it moves. */
export interface LayerDraft extends ScheduleLayer {
  readonly key: number;
}

export interface ScheduleDraft extends Omit<GivenSchedule, 'layers'> {
  readonly layers: readonly LayerDraft[];
}

export const ROTATIONS = ['hourly', 'daily', 'weekly', 'monthly', 'custom'] as const;
export const UNITS = ['hour', 'day', 'week'] as const;

let lastKey = 0;

export function draftOf(schedule: ScheduleAnswer | undefined, teamId: string, now: number): ScheduleDraft {
  if (schedule) {
    const { id: _id, created_at: _at, ready: _ready, problems: _problems, layers, ...given } = schedule;
    return { ...given, layers: layers.map((layer) => ({ ...layer, key: nextKey() })) };
  }
  const zone = ownZone();
  return {
    name: '',
    team_id: teamId,
    time_zone: zone,
    handoff_notices: true,
    handoff_channels: ['email', 'slack'],
    handoff_tells: ['incoming', 'outgoing'],
    handoff_slack_channel_id: null,
    handoff_webhook_id: null,
    layers: [newLayer(1, zone, now)],
  };
}

/** A week each, from today on. */
export function newLayer(number: number, zone: string, now: number): LayerDraft {
  return {
    key: nextKey(),
    name: i18n.translate('incidents.schedule.layerName', { defaultMessage: 'Layer {number}', values: { number } }),
    rotation: { type: 'weekly', every: 1, starts_on: dateOf(now, zone), handoff_time: '09:00' },
    participant_ids: [],
    restrictions: [],
    valid_from: null,
    valid_until: null,
  };
}

/** As the backend takes it. */
export function toGiven({ layers, ...rest }: ScheduleDraft): GivenSchedule {
  return {
    ...rest,
    name: rest.name.trim(),
    layers: layers.map(({ key: _, ...layer }) => ({ ...layer, name: layer.name.trim() })),
  };
}

/** The same turn-taking, changed to another kind: dates and times stay. */
export function ofType({ starts_on, handoff_time, ...rest }: Rotation, type: RotationType): Rotation {
  const anchor = { starts_on, handoff_time };
  if (type === 'custom') {
    const shifts = 'shifts' in rest ? rest.shifts : [{ every: 12, unit: 'hour' as const }];
    return { type, shifts, ...anchor };
  }
  return { type, every: type === 'hourly' ? 12 : 1, ...anchor };
}

/** Whether the form can be sent at all; the rest the backend knows better. */
export function isWhole({ name, layers }: ScheduleDraft): boolean {
  return name.trim() !== '' && layers.every(({ participant_ids }) => participant_ids.length > 0);
}

/** `$.layers[0].rotation.every` as the form calls it. */
export function fieldName(path: string, { layers }: ScheduleDraft): string {
  const [, index] = /layers(?:\[|\.)(\d+)/.exec(path) ?? [];
  const layer = index === undefined ? undefined : layers[Number(index)]?.name;
  const field = /(\w+)\]?$/.exec(path)?.[1] ?? '';
  return [layer, field.replaceAll('_', ' ')].filter(Boolean).join(', ');
}

function nextKey(): number {
  lastKey += 1;
  return lastKey;
}
