import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderAnswer, type Answered, type AnsweredIncident } from './render-answer.ts';
import { anyTold, NOW, told } from './render.fixture.ts';

const incident = (over: Partial<AnsweredIncident> = {}) => ({
  ...told({ incident: { title: 'Disk full' } }).incident,
  ...over,
});
const recovered = { status: 'resolved', resolution: 'recovery', resolvedAt: new Date('2027-01-05T03:22:00Z') } as const;

test.each<readonly [Answered, Partial<AnsweredIncident>, string]>([
  [{ kind: 'done', action: 'acknowledge' }, {}, 'Acknowledged, it is yours: #12 Disk full'],
  [{ kind: 'done', action: 'start' }, {}, 'In progress, it is yours: #12 Disk full'],
  [{ kind: 'done', action: 'resolve' }, {}, 'Resolved: #12 Disk full'],
  [
    { kind: 'again', action: 'acknowledge' },
    { status: 'acknowledged', acknowledgedBy: 'Grace' },
    'Nothing has changed. Acknowledged by Grace: #12 Disk full',
  ],
  [{ kind: 'unchanged', action: 'acknowledge' }, {}, 'Nothing has changed. Nobody has it: #12 Disk full'],
  [{ kind: 'resolved' }, recovered, 'Recovered 2 min ago: #12 Disk full'],
  [{ kind: 'resolved' }, { ...recovered, resolution: 'responder' }, 'Resolved by a responder 2 min ago: #12 Disk full'],
])('%j', (answered, over, text) => {
  expect(renderAnswer(answered, incident(over), NOW)).toBe(text);
});

test('who may not is told whom to ask', () => {
  expect(renderAnswer({ kind: 'forbidden' }, incident(), NOW)).toContain('Ask an administrator');
});

test('whatever an alert holds, it is one line that fits into an SMS', () => {
  fc.assert(
    fc.property(anyTold, fc.constantFrom('resolved', 'forbidden'), ({ incident: told, now }, kind) => {
      const text = renderAnswer({ kind }, told, now);
      expect(text).not.toMatch(/[\r\n\0]/);
      expect(text.length).toBeLessThanOrEqual(320);
    }),
  );
});
