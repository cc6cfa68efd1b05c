import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderTeamsMessage } from './render-teams.ts';
import { anyTold, told } from './render.fixture.ts';

test('a Teams message is one Adaptive Card that says all, with places to go to', () => {
  const message = renderTeamsMessage(told());
  expect(message).toMatchObject({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: { type: 'AdaptiveCard', version: '1.4' },
      },
    ],
  });
  const text = JSON.stringify(message);
  for (const word of ['CRITICAL #12', 'Latency of checkout', 'production', '12 min ago', 'Open and acknowledge #12']) {
    expect(text).toContain(word);
  }
});

test('whatever an alert holds, text stands only where Markdown is not read, and addresses are of the web', () => {
  fc.assert(
    fc.property(anyTold, (any) => {
      const message = renderTeamsMessage(any);
      expect(JSON.stringify(message).length).toBeLessThan(28_000);
      for (const node of nodesIn(message)) {
        expect([
          'message',
          'AdaptiveCard',
          'Container',
          'RichTextBlock',
          'TextRun',
          'Action.OpenUrl',
          undefined,
        ]).toContain(node['type']);
        if (node['type'] === 'Action.OpenUrl') expect(node['url']).toMatch(/^https?:\/\//);
      }
    }),
    { numRuns: 60 },
  );
});

function nodesIn(value: unknown): readonly Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(nodesIn);
  return Array.isArray(value) ? inner : [value as Record<string, unknown>, ...inner];
}
