import type { TimelineEntryAnswer } from 'incident-core';
import type { Names } from '../../hooks/directory';
import { isolate } from '../text';

// What an entry carries depends on its kind, and a newer backend may write what we do not know: all is read with care.

export type Fields = Readonly<Record<string, unknown>>;

export function part(fields: Fields, name: string): Fields {
  const value = fields[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function text(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function count(fields: Fields, name: string): number {
  const value = fields[name];
  return typeof value === 'number' ? value : 0;
}

export function parts(fields: Fields, name: string): readonly Fields[] {
  const value = fields[name];
  return Array.isArray(value) ? value.filter((each): each is Fields => typeof each === 'object' && each !== null) : [];
}

const TARGET_TYPES = ['user', 'webhook', 'slack_channel'] as const;

/** What a responder, webhook or Slack channel is called, for the middle of a sentence. */
export function nameOf(target: Fields, names: Names): string | undefined {
  const id = text(target, 'id');
  if (id === undefined) return undefined;
  const type = TARGET_TYPES.find((known) => known === text(target, 'type')) ?? 'user';
  const name = names({ type, id, name: text(target, 'name') ?? null });
  return name === undefined ? undefined : isolate(name, 60);
}

/** Who did it; undefined where nobody did, but time passed. */
export function actorOf({ actor }: Pick<TimelineEntryAnswer, 'actor'>): string | undefined {
  const { name } = actor as { readonly name?: unknown };
  return typeof name === 'string' ? name : undefined;
}

/** An incident that an entry names, for the middle of a sentence. */
export function incidentName(incident: Fields): string {
  return isolate([`#${count(incident, 'number')}`, text(incident, 'title')].filter(Boolean).join(' '), 80);
}
