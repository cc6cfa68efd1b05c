import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderMergedMessage } from './render-merged-message.ts';
import { renderMergedSms, renderMergedVoice } from './render-merged-phone.ts';
import { renderMergedSlack } from './render-merged-slack.ts';
import { anyTold, told } from './render.fixture.ts';
import type { Told } from './render-told.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const URL = 'https://i.example.org/ack';
const numbered = (number: number, over: Parameters<typeof told>[0] = {}): Told =>
  told({
    incidentUrl: `${URL}/${number}`,
    ...over,
    incident: { number, title: `Disk ${number}`, severity: 'error', ...over.incident },
  });
const many = (count: number) => Array.from({ length: count }, (_, at) => numbered(at + 1));
const STORM = [numbered(7, { incident: { severity: 'critical' } }), ...many(3)];
const inSlack = (all: readonly Told[]) => renderMergedSlack(all.map((each) => ({ told: each, incidentId: ID })));

describe('a mail', () => {
  test('says how many, how bad, and the worst by name', () => {
    expect(renderMergedMessage(STORM).subject).toBe('4 incidents: 1 critical, 3 error – #7 Disk 7');
  });

  test('lists each with what it is, where, since when, and the way to acknowledge it', () => {
    const { text, html } = renderMergedMessage(STORM);
    expect(text).toContain(`[critical] #7 Disk 7
  Triggered: somebody must look at this.
  checkout, production, Payments, since 2027-01-05 03:12 UTC (12 min ago)
  Open and acknowledge #7:
  https://i.example.org/ack/7
  Alert in Kibana:
  https://kibana.example.org/app/observability/alerts/1
`);
    for (const number of [1, 2, 3, 7]) {
      expect(text).toContain(`${URL}/${number}\n`);
      expect(html).toContain(`href="${URL}/${number}"`);
    }
  });

  test('counts what is over apart, and is as loud as the loudest in it', () => {
    const over = numbered(9, { event: 'resolved', incident: { status: 'resolved' } });
    expect(renderMergedMessage([...STORM, over]).subject).toContain('5 incidents: 1 critical, 3 error, 1 resolved');
    expect(renderMergedMessage([...STORM, numbered(8, { event: 'exhausted' })]).subject).toMatch(
      /^NOBODY ACKNOWLEDGED: /,
    );
  });

  test('names an incident once, and says how many it does not list', () => {
    expect(renderMergedMessage([numbered(1), numbered(1)]).subject).toContain('1 incident: 1 error');
    const { text, html } = renderMergedMessage(many(250));
    expect(text).toContain('#100 Disk');
    expect(text).not.toContain('#101 Disk');
    for (const part of [text, html]) expect(part).toContain('And 150 more');
    expect(html.length).toBeLessThan(200_000);
  });
});

describe('a Slack message', () => {
  test('has a button for each incident that nobody has', () => {
    const held = numbered(9, { incident: { status: 'acknowledged' } });
    const text = JSON.stringify(inSlack([...STORM, held]).blocks);
    expect(text.match(/"action_id":"acknowledge"/g)).toHaveLength(4);
    expect(text).toContain('CRITICAL #7 Disk 7');
    expect(text).toContain(`${URL}/9`);
  });

  test('without anybody to hear them has no buttons but links', () => {
    const { blocks } = renderMergedSlack(STORM.map((each) => ({ told: each, incidentId: null })));
    expect(JSON.stringify(blocks)).not.toContain('acknowledge"');
  });
});

describe('a phone', () => {
  test('is told of the worst by SMS, and of the others how many', () => {
    expect(renderMergedSms(STORM, '4711')).toBe(
      `CRITICAL #7 Disk 7 (and 3 more: 3 error) Reply 4711 to acknowledge #7. ${URL}/7`,
    );
  });

  test('is told of the worst that nobody has', () => {
    const held = numbered(8, { incident: { severity: 'critical', status: 'acknowledged' } });
    expect(renderMergedSms([held, ...many(2)], '4711')).toMatch(/^ERROR #1 .*Reply 4711 to acknowledge #1\./);
    expect(renderMergedSms([held], '4711')).not.toContain('Reply');
  });

  test('hears how many, then the worst, and which key acknowledges it', () => {
    const twiml = renderMergedVoice(STORM, 'https://i.example.org/keys?delivery=1');
    expect(twiml).toContain('4 incidents: 1 critical, 3 error. The first: critical incident, number 7.');
    expect(twiml).toContain('Press 4 to acknowledge number 7');
  });
});

const anyMany = fc.array(anyTold, { minLength: 1, maxLength: 8 });

test('whatever alerts hold, a mail stays one line of subject, escaped and bounded', () => {
  fc.assert(
    fc.property(anyMany, (all) => {
      const { subject, text, html } = renderMergedMessage(all);
      expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      expect(subject.length).toBeLessThanOrEqual(200);
      expect(text).not.toMatch(/[^\P{Cc}\n]/u);
      const tags = new Set([...html.matchAll(/<\/?([a-z]\w*)/gi)].map(([, name]) => name?.toLowerCase()));
      const ours = ['html', 'head', 'meta', 'title', 'style', 'body', 'table', 'tr', 'td', 'p', 'a', 'h1'];
      expect([...tags].filter((name) => !ours.includes(name ?? ''))).toEqual([]);
      expect(html).not.toMatch(/<a href="(?!https?:)/i);
    }),
    { numRuns: 40 },
  );
});

test('whatever alerts hold, a Slack message keeps to the limits and no text is markup', () => {
  fc.assert(
    fc.property(anyMany, fc.integer({ min: 1, max: 60 }), (all, times) => {
      const copies = Array.from({ length: times }, (_, at) =>
        all.map((each, index) => ({ ...each, incident: { ...each.incident, number: at * 10 + index } })),
      ).flat();
      const { text, blocks } = inSlack(copies);
      expect(text).not.toMatch(/[<>]/);
      expect(blocks.length).toBeLessThanOrEqual(50);
      const texts = [...JSON.stringify(blocks).matchAll(/"type":"plain_text","text":"((?:[^"\\]|\\.)*)"/g)];
      for (const [, found = ''] of texts) {
        expect(found.length).toBeGreaterThan(0);
        expect(found).not.toMatch(/[<>]/);
        expect((JSON.parse(`"${found}"`) as string).length).toBeLessThanOrEqual(2_000);
      }
      expect(texts.reduce((sum, [, found = '']) => sum + (JSON.parse(`"${found}"`) as string).length, 0)).toBeLessThan(
        60_000,
      );
    }),
    { numRuns: 25 },
  );
});

test('whatever alerts hold, an SMS is as short as any, and a call is well formed', () => {
  fc.assert(
    fc.property(anyMany, (all) => {
      const sms = renderMergedSms(all, '4711');
      expect(sms).not.toMatch(/[\r\n\0]/);
      expect(sms.length).toBeLessThanOrEqual(306);
      const twiml = renderMergedVoice(all, 'https://i.example.org/keys?a=1&b=2');
      expect(twiml.replace(/<\/?(\?xml|Response|Gather|Say)[^<>]*>/g, '')).not.toMatch(/[<>]/);
      expect(twiml.length).toBeLessThan(4_000);
    }),
    { numRuns: 60 },
  );
});
