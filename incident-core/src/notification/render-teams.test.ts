import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ToldHandoff } from './notice-content.ts';
import { renderNoticeTeams, renderTeamsMessage } from './render-teams.ts';
import { anyTold, hostileText, told } from './render.fixture.ts';
import { toSampleHandoff } from './template-samples.ts';

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

const HANDOFF: ToldHandoff = {
  ...toSampleHandoff({
    team: 'Payments',
    recipient: 'alerts',
    incidentUrl: null,
    now: new Date('2027-01-05T08:00:00Z'),
  }),
  onCall: 'Ada',
};

test('a card about a shift says whose it is, until when, and who follows; or what a template made of it', () => {
  const card = JSON.stringify(renderNoticeTeams(HANDOFF));
  for (const word of ['Ada is on call in Payments primary.', 'Wed 2027-01-06 09:00', 'Grace Hopper', 'AdaptiveCard']) {
    expect(card).toContain(word);
  }
  const own = JSON.stringify(renderNoticeTeams(HANDOFF, 'A new day\nAda watches'));
  expect(own).toContain('A new day');
  expect(own).toContain('Ada watches');
  expect(own).not.toContain('Grace Hopper');
});

test('whatever the names of a shift hold, its card knows no Markdown and stays small', () => {
  fc.assert(
    fc.property(hostileText, hostileText, (one, other) => {
      const message = renderNoticeTeams({ ...HANDOFF, schedule: one, team: other, onCall: one, next: other });
      const types = nodesIn(message).flatMap(({ type }) => (type === undefined ? [] : [type]));
      expect(['message', 'AdaptiveCard', 'RichTextBlock', 'TextRun']).toEqual(expect.arrayContaining(types));
      expect(JSON.stringify(message).length).toBeLessThan(28_000);
    }),
  );
});
