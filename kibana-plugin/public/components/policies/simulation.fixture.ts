import type { SimulationAnswer } from 'incident-core';

export const ada = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11';
const grace = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b12';
const linus = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b13';
const schedule = { id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b21', name: 'Payments primary' };
const at = (minute: number) => new Date(Date.parse('2027-01-05T03:00:00.000Z') + minute * 60_000).toISOString();
const user = (id: string, name: string) => ({ type: 'user', id, name }) as const;

/** Ada at once and once more by SMS, then Grace, whose quiet hours hold it; Linus cannot be told. */
export function simulation(given: Partial<SimulationAnswer> = {}): SimulationAnswer {
  const sent = { hold: null, configured: true } as const;
  return {
    at: at(0),
    alert: null,
    team: { id: schedule.id, name: 'Payments', reason: 'routing_rule', routing_rule_id: schedule.id },
    severity: 'critical',
    urgency: 'high',
    policy: { id: schedule.id, name: 'Payments, production', reason: 'matchers', passed_over: null },
    other_policies: [{ id: grace, name: 'Everything else', reason: 'only_a_default' }],
    passages: [
      {
        ...{ round: 1, step: 1, due_at: at(0), reason: 'started', reaches_nobody: false },
        told: [
          {
            recipient: user(ada, 'Ada'),
            on_call: { schedule, until: at(600) },
            notifications: [
              { channel: 'email', address: 'a…@example.com', at: at(0), ...sent },
              { channel: 'sms', address: '+44…7', at: at(12), ...sent },
            ],
          },
        ],
        not_told: [
          {
            target: user(linus, 'Linus'),
            reason: 'no_verified_contact_method',
            words: 'Linus has no verified contact method',
          },
        ],
      },
      {
        ...{ round: 1, step: 2, due_at: at(10), reason: 'timeout', reaches_nobody: false, not_told: [] },
        told: [
          {
            recipient: user(grace, 'Grace'),
            on_call: null,
            notifications: [
              {
                ...{ channel: 'email', address: 'g…@example.com', at: at(10), configured: false },
                hold: { reason: 'quiet_hours', until: at(20) },
              },
            ],
          },
        ],
      },
    ],
    truncated: false,
    ends: { kind: 'exhausted', at: at(25), reason: 'timeout', starts_again_at: at(85) },
    fallback: user(grace, 'Grace'),
    ...given,
  };
}
