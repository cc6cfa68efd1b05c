import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderSlack, type SlackMessage } from './render-slack.ts';
import { anyTold, told } from './render.fixture.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const root = (over: Parameters<typeof told>[0] = {}) => renderSlack(told(over), ID).root;
const buttonsOf = (message: SlackMessage) =>
  message.blocks.flatMap((block) =>
    'elements' in block && block['type'] === 'actions' ? (block['elements'] as object[]) : [],
  );
const actionsOf = (message: SlackMessage) =>
  buttonsOf(message).map((button) => (button as { action_id: string }).action_id);

describe("the incident's message", () => {
  test('says how bad, what, where, whose and since when', () => {
    const text = JSON.stringify(root());
    for (const word of [
      'CRITICAL #12 Latency of checkout is 2.4 s (threshold 1.5 s)',
      'Nobody has acknowledged it yet.',
      'Service: checkout',
      'Environment: production',
      'Team: Payments',
      '<!date^1799118720^{date_short_pretty} {time}|2027-01-05 03:12 UTC>',
    ]) {
      expect(text).toContain(word);
    }
  });

  test.each([
    ['triggered', ['acknowledge', 'start', 'resolve', 'view']],
    ['acknowledged', ['start', 'resolve', 'view']],
    ['in_progress', ['resolve', 'view']],
    ['resolved', ['view']],
  ] as const)('of a %s incident has the buttons %j', (status, actions) => {
    expect(actionsOf(root({ incident: { status } }))).toEqual(actions);
  });

  test('has buttons that name the incident, and asks before it resolves', () => {
    const [acknowledge, , resolve] = buttonsOf(root());
    expect(acknowledge).toMatchObject({ value: ID, style: 'primary' });
    expect(resolve).toMatchObject({ value: ID, confirm: { title: { text: 'Resolve #12?' } } });
  });

  test('says whose it is, and what became of it', () => {
    const held = { status: 'acknowledged', acknowledgedBy: 'Grace' } as const;
    expect(root({ incident: held }).text).toContain('Acknowledged by Grace.');
    const over = { status: 'resolved', resolution: 'recovery', resolvedAt: new Date('2027-01-05T03:20:00Z') } as const;
    expect(root({ incident: over }).text).toBe(
      'RESOLVED #12 Latency of checkout is 2.4 s (threshold 1.5 s) Resolved by recovery after 8 min.',
    );
  });
});

test("an alert's text is never a mention, a link or a format of Slack's", () => {
  const title = '<!channel> <@U123|x> <https://evil.example|click> *bold* & more';
  const { text, blocks } = root({ incident: { title, description: title, service: title } });
  expect(text).toContain('&lt;!channel&gt; &lt;@U123|x&gt; &lt;https://evil.example|click&gt;');
  expect(JSON.stringify(blocks).replace(/<!date[^>]*>/, '')).not.toContain('<');
});

test('whatever an alert holds, the message keeps to the limits of Slack and only the time is markup', () => {
  const check = ({ text, blocks }: SlackMessage) => {
    expect(text).not.toMatch(/[<>]/);
    expect(blocks.length).toBeLessThanOrEqual(50);
    for (const found of textsIn(blocks)) {
      expect(found.text.length).toBeGreaterThan(0);
      expect(found.text.length).toBeLessThanOrEqual(2000);
      if (found.type === 'plain_text') expect(found.text).not.toMatch(/[<>]/);
      else expect(found.text).toMatch(/^Since <!date\^\d+\^\{date_short_pretty\} \{time\}\|[\w: -]+>$/);
    }
    const [header] = blocks;
    if (header?.['type'] === 'header')
      expect((header['text'] as { text: string }).text.length).toBeLessThanOrEqual(150);
  };
  fc.assert(
    fc.property(anyTold, (any) => {
      const { root: first, reply } = renderSlack(any, ID);
      check(first);
      check(reply);
    }),
    { numRuns: 60 },
  );
});

interface Text {
  readonly type: string;
  readonly text: string;
}
function textsIn(value: unknown): readonly Text[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && 'text' in value && typeof value.text === 'string') return [value as Text];
  return Object.values(value).flatMap(textsIn);
}
