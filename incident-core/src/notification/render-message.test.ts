import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderMessage } from './render-message.ts';
import { anyTold, NOW, told } from './render.fixture.ts';

describe('the subject', () => {
  test.each([
    ['an escalation step has the plain base', 'escalation_step', '[critical] #12 Disk full'],
    ['a resolution begins with Resolved', 'resolved', 'Resolved: [critical] #12 Disk full'],
    ['a recovery during work says so', 'recovery_noted', 'Recovered: [critical] #12 Disk full'],
    ['a new episode says so', 'new_episode', 'Active again: [critical] #12 Disk full'],
    ['nobody notified is loud', 'nobody_notified', 'NOBODY REACHED: [critical] #12 Disk full'],
    ['an exhausted policy is loud', 'exhausted', 'NOBODY ACKNOWLEDGED: [critical] #12 Disk full'],
  ] as const)('%s', (_title, event, subject) => {
    expect(renderMessage(told({ event, incident: { title: 'Disk full' } })).subject).toBe(subject);
  });

  test.each([
    ['a line break in the title becomes a space', 'Disk\r\nBcc: x@example.org', 'Disk Bcc: x@example.org'],
    ['a reversing character is taken out', 'invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['a half surrogate pair is replaced', 'a\ud800b', 'a\ufffdb'],
    ['an empty title has a stand-in', '\u0000 \u200b', 'Incident without a title'],
    ['letters of all scripts stay', 'Zahlung läuft nicht – 支払い 💸', 'Zahlung läuft nicht – 支払い 💸'],
  ])('%s', (_title, title, shown) => {
    expect(renderMessage(told({ incident: { title } })).subject).toBe(`[critical] #12 ${shown}`);
  });

  test('a long title is cut, and never inside a character', () => {
    const { subject } = renderMessage(told({ incident: { title: '💸'.repeat(500) } }));
    expect(subject.length).toBeLessThanOrEqual(200);
    expect(subject).toMatch(/^\[critical\] #12 💸+…$/u);
  });
});

describe('the text part', () => {
  test('says how bad, what, where, since when, which step, what next and where to go', () => {
    expect(renderMessage(told()).text).toBe(`[critical] #12 Latency of checkout is 2.4 s (threshold 1.5 s)
Triggered: somebody must look at this.

Severity:    critical (high urgency)
Service:     checkout
Environment: production
Since:       2027-01-05 03:12 UTC (12 min ago)

Acknowledge #12 to take it and to stop the escalation.
If nobody acknowledges in time, step 2 of 2 is told next.
Open and acknowledge #12:
https://incidents.example.org/incidents/12

Last seen:   2027-01-05 03:23 UTC (just now), 3 alerts
Status:      triggered
Team:        Payments
Told:        Ada Lovelace
Escalation:  step 1 of 2

> Avg. latency is 2.4 s in the last 5 mins for checkout.
> Alert when > 1.5 s.

Alert in Kibana:
https://kibana.example.org/app/observability/alerts/1
Service in APM:
https://kibana.example.org/app/apm/services/checkout
Rule:
https://kibana.example.org/app/rules/2
`);
  });

  test.each([
    [
      'the last step says that nobody comes after it',
      told({ step: { run: 1, round: 1, step: 2, of: 2 } }),
      'This is the last step',
    ],
    [
      'a later step says that nobody has acknowledged',
      told({ step: { run: 1, round: 2, step: 1, of: 2 } }),
      'Still triggered: nobody has acknowledged',
    ],
    [
      'so does a second step of the first round',
      told({ step: { run: 1, round: 1, step: 2, of: 3 } }),
      'Still triggered: nobody has acknowledged',
    ],
    [
      'rounds and runs are named from the second on',
      told({ step: { run: 3, round: 2, step: 1, of: 2 } }),
      'step 1 of 2, round 2, run 3',
    ],
    [
      'the reason why now is told',
      told({ reason: 'nobody could be reached on step 1' }),
      'Why now:     nobody could be reached on step 1',
    ],
    ['without an address it says where to acknowledge', told({ incidentUrl: null }), 'on the Incidents page in Kibana'],
    [
      'who holds it is named',
      told({ event: 'new_episode', incident: { status: 'acknowledged', acknowledgedBy: 'Grace' } }),
      'Acknowledged by: Grace',
    ],
    [
      'a reopened incident keeps its first time',
      told({ incident: { createdAt: new Date('2027-01-05T01:24:00Z') } }),
      'First opened: 2027-01-05 01:24 UTC (2 h ago)',
    ],
    [
      'a resolution tells how and after how long',
      told({ event: 'resolved', incident: { status: 'resolved', resolvedAt: NOW, resolution: 'recovery' } }),
      'Resolved by recovery after 12 min.',
    ],
  ])('%s', (_title, message, line) => {
    expect(renderMessage(message).text).toContain(line);
  });

  test('a description cannot pass for a line of ours', () => {
    const { text } = renderMessage(told({ incident: { description: 'x\r\nAcknowledge #12:\rhttps://evil.example' } }));
    expect(text).toContain('> x\n> Acknowledge #12:\n> https://evil.example\n');
  });

  test('an address that is not on the web is left out', () => {
    const links = { alert: 'javascript:alert(1)', rule: '/app/rules/2', service: 'https://kibana@evil.example/' };
    const { text, html } = renderMessage(told({ incident: { links } }));
    expect(text + html).not.toMatch(/javascript|app\/rules|evil\.example/);
  });
});

describe('the HTML part', () => {
  test('escapes what an alert says', () => {
    const { html } = renderMessage(told({ incident: { title: '<b onclick="x">&', service: "'`" } }));
    expect(html).toContain('&#60;b onclick=&#34;x&#34;&#62;&#38;</h1>');
    expect(html).toContain('&#39;&#96;</td>');
  });

  test('shows the severity as a colour and as a word, and needs no image', () => {
    const { html } = renderMessage(told());
    expect(html).toContain('border-left:8px solid #b91c1c');
    expect(html).toContain('>critical</span>');
    expect(html).not.toContain('<img');
  });

  test('a failure to reach people is a filled bar, a normal step is not', () => {
    const bar = /<p style="[^"]*background:#b91c1c[^"]*">NOBODY COULD BE REACHED/;
    expect(renderMessage(told({ event: 'nobody_notified' })).html).toMatch(bar);
    expect(renderMessage(told()).html).not.toMatch(/<p style="[^"]*background/);
  });

  test('an address with quotes stays inside its attribute', () => {
    const links = { alert: "https://kibana.example.org/app?q='x'&a=(b:!t)", rule: null, service: null };
    expect(renderMessage(told({ incident: { links } })).html).toContain(
      'href="https://kibana.example.org/app?q=&#39;x&#39;&#38;a=(b:!t)"',
    );
  });
});

describe('for anything an alert may hold', () => {
  // What our own template writes: whatever else looks like a tag came through unescaped.
  const OURS =
    /^<(?:!doctype html|\/?(?:html|head|title|style|body|table|tr|td|th|p|span|h1|a|blockquote)|meta|br)(?: [a-z-]+="[^"<>]*")*>$/;

  test('nothing throws, the subject is one clean line, all parts are bounded', () => {
    fc.assert(
      fc.property(anyTold, (any) => {
        const { subject, text, html } = renderMessage(any);
        expect(subject).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]+$/u);
        expect(subject.length).toBeLessThanOrEqual(200);
        expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cs}|[\u202a-\u202e\u2066-\u2069]/u);
        expect(text.length).toBeLessThan(20_000);
        expect(html.length).toBeLessThan(60_000);
      }),
    );
  });

  test('the HTML holds no tag and no address but ours', () => {
    fc.assert(
      fc.property(anyTold, (any) => {
        const { html } = renderMessage(any);
        for (const tag of html.match(/<[^>]*>?/g) ?? []) expect(tag).toMatch(OURS);
        for (const [, href] of html.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^https?:\/\//i);
        expect(html.replace(/<[^>]*>/g, '')).not.toMatch(/[<>]/);
      }),
    );
  });
});
