import type { GivenSchedule, Layer, Rotation, Schedule, ScheduleAnswer, ScheduleLayer } from 'incident-core';
import { toReadiness } from './not-ready.ts';
import type { JudgedSchedule } from './schedule-readiness.ts';

/** A schedule as the API shows it. */
export function toScheduleAnswer({ schedule, problems }: JudgedSchedule): ScheduleAnswer {
  return {
    id: schedule.id,
    name: schedule.name,
    team_id: schedule.teamId,
    time_zone: schedule.timeZone,
    handoff_notices: schedule.handoffNotices,
    handoff_channels: schedule.handoffChannels,
    handoff_tells: schedule.handoffTells,
    handoff_slack_channel_id: schedule.handoffSlackChannelId,
    handoff_webhook_id: schedule.handoffWebhookId,
    layers: schedule.layers.map(toGivenLayer),
    ...toReadiness(problems),
    created_at: schedule.createdAt.toISOString(),
  };
}

/** A schedule as it is kept, from what the API was given. */
export function toSchedule(id: string, given: GivenSchedule): Schedule {
  return {
    id,
    teamId: given.team_id,
    name: given.name,
    timeZone: given.time_zone,
    handoffNotices: given.handoff_notices,
    handoffChannels: given.handoff_channels,
    handoffTells: given.handoff_tells,
    handoffSlackChannelId: given.handoff_slack_channel_id,
    handoffWebhookId: given.handoff_webhook_id,
    layers: given.layers.map(toLayer),
  };
}

function toGivenLayer({ name, rotation, participantIds, restrictions, validFrom, validUntil }: Layer): ScheduleLayer {
  const { startsOn: starts_on, handoffTime: handoff_time, ...turns } = rotation;
  return {
    name,
    rotation: { ...turns, starts_on, handoff_time },
    participant_ids: participantIds,
    restrictions,
    valid_from: validFrom,
    valid_until: validUntil,
  };
}

function toLayer({ name, rotation, participant_ids, restrictions, valid_from, valid_until }: ScheduleLayer): Layer {
  const { starts_on: startsOn, handoff_time: handoffTime, ...turns } = rotation;
  return {
    name,
    rotation: { ...turns, startsOn, handoffTime } satisfies Rotation,
    participantIds: participant_ids,
    restrictions,
    validFrom: valid_from,
    validUntil: valid_until,
  };
}
