import type { ScheduleAnswer, ShiftsAnswer } from 'incident-core';

export const ada = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11';
export const grace = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b12';
export const team = { id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b01', name: 'Payments' };

/** `05T09` of January 2027. */
export const at = (time: string) => `2027-01-${time}:00:00.000Z`;

export function schedule(given: Partial<ScheduleAnswer> = {}): ScheduleAnswer {
  return {
    id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b21',
    name: 'Payments primary',
    team_id: team.id,
    time_zone: 'Europe/Berlin',
    handoff_notices: true,
    handoff_channels: ['email', 'slack'],
    handoff_tells: ['incoming', 'outgoing'],
    handoff_slack_channel_id: null,
    handoff_webhook_id: null,
    layers: [
      {
        name: 'Weeks',
        rotation: { type: 'weekly', every: 1, starts_on: '2027-01-01', handoff_time: '00:00' },
        participant_ids: [ada, grace],
        restrictions: [],
        valid_from: null,
        valid_until: null,
      },
    ],
    ready: true,
    problems: [],
    created_at: at('01T00'),
    ...given,
  };
}

/** Ada for a week, and then nobody. */
export function shifts(): ShiftsAnswer {
  const { id, name, time_zone } = schedule();
  const turn = {
    kind: 'on_call',
    user: { id: ada, name: null },
    by: { type: 'layer', index: 0, name: 'Weeks' },
    from: at('01T00'),
    until: at('08T00'),
  } as const;
  const gap = { kind: 'gap', reason: 'ended', from: at('08T00'), until: null } as const;
  return {
    schedule: { id, name },
    time_zone,
    from: at('01T00'),
    until: at('15T00'),
    final: [turn, gap],
    layers: [{ name: 'Weeks', shifts: [turn] }],
    gaps: [gap],
  };
}
