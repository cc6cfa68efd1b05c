import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderNoticeMail } from './render-notice.ts';
import { renderMessage } from './render-message.ts';
import { renderSlack } from './render-slack.ts';
import { measureSms, renderSms } from './render-sms.ts';
import { renderTeamsMessage } from './render-teams.ts';
import { renderVoice } from './render-voice.ts';
import { anyTold, hostileText, NOW, told } from './render.fixture.ts';
import { toSampleHandoff } from './template-samples.ts';

const URL = 'https://i.example.org/ack/abc?a=1&b=2';
const ack = (over: Parameters<typeof told>[0] = {}) => told({ incidentUrl: URL, ...over });
const texts = (value: unknown) => JSON.stringify(value);

describe('a mail in words of its own', () => {
  test('has them in the place of the built-in ones, part for part', () => {
    const built = renderMessage(ack());
    const own = renderMessage(ack(), { subject: 'Help\r\nBcc: x@example.org' });
    expect(own).toEqual({ ...built, subject: 'Help Bcc: x@example.org' });
  });

  test('gets the link where the words leave it out, and not twice where they have it', () => {
    const { text, html } = renderMessage(ack(), { text: 'Look!', html: '<p>Look!</p>' });
    expect(text).toBe(`Look!\n\nOpen and acknowledge #12:\n${URL}\n`);
    expect(html).toContain(
      `<p>Look!</p>\n<p><a href="https://i.example.org/ack/abc?a=1&#38;b=2">Open and acknowledge #12</a></p>`,
    );
    const complete = renderMessage(ack(), {
      text: `Go to ${URL} now`,
      html: `<a href="${URL.replace('&', '&#38;')}">x</a>`,
    });
    expect(complete.text).toBe(`Go to ${URL} now\n`);
    expect(complete.html.split('ack/abc')).toHaveLength(2);
  });

  test('says where to acknowledge when there is no link', () => {
    const { text, html } = renderMessage(told({ incidentUrl: null }), { text: 'Look!', html: '<p>Look!</p>' });
    expect(text).toContain('Acknowledge #12 on the Incidents page in Kibana');
    expect(html).toContain('<p>Acknowledge #12 on the Incidents page in Kibana');
  });

  test('may be a page of its own; what is put after it stands in its body', () => {
    const { html } = renderMessage(ack(), { html: '<html><body><p>x</p></body></html>' });
    expect(html).toMatch(
      /^<html><body><p>x<\/p><p><a href="[^"]+">Open and acknowledge #12<\/a><\/p>\n<\/body><\/html>\n$/,
    );
  });

  test('that come to nothing are the built-in ones', () => {
    expect(renderMessage(ack(), { subject: ' ', text: '\n', html: '\t' })).toEqual(renderMessage(ack()));
    const shift = toSampleHandoff({ team: 'Payments', recipient: 'Ada', incidentUrl: null, now: NOW });
    expect(renderNoticeMail(shift, { text: '' })).toEqual(renderNoticeMail(shift));
    expect(renderNoticeMail(shift, { text: 'Your turn' }).text).toBe('Your turn\n');
  });
});

describe('an SMS in words of its own', () => {
  test('ends with the code and the link', () => {
    expect(renderSms(ack(), '4711', 'Checkout is down\nplease look')).toBe(
      `Checkout is down please look Reply 4711 to acknowledge. ${URL}`,
    );
  });

  test('has the link once', () => {
    expect(renderSms(ack(), '4711', `Down: ${URL} now`)).toBe(`Down: now Reply 4711 to acknowledge. ${URL}`);
  });

  test('gives way to them, in GSM and beyond it', () => {
    for (const words of ['very long '.repeat(90), '支払い'.repeat(200)]) {
      const text = renderSms(ack(), '4711', words);
      expect(text).toMatch(/\.\.\. Reply 4711 to acknowledge\. https:\/\/i\.example\.org\/ack\/abc\?a=1&b=2$/);
      expect(measureSms(text).segments).toBeLessThanOrEqual(3);
    }
  });

  test.each([
    ['', 1, true],
    ['x'.repeat(160), 1, true],
    ['x'.repeat(161), 2, true],
    ['€'.repeat(80), 1, true],
    ['€'.repeat(81), 2, true],
    ['支'.repeat(70), 1, false],
    ['支'.repeat(71), 2, false],
  ])('%# is measured in parts', (text, segments, isGsm) => {
    expect(measureSms(text)).toMatchObject({ segments, isGsm });
  });
});

describe('Slack, Teams and a call in words of their own', () => {
  test('the first line is the header, the rest stands below it; state, fields and buttons stay', () => {
    const { root, reply } = renderSlack(ack(), 'id', { root: '<!channel> down\nsecond', reply: 'thread' });
    expect(root.blocks[0]).toMatchObject({ type: 'header', text: { text: '&lt;!channel&gt; down' } });
    expect(root.blocks[1]).toMatchObject({ text: { text: 'second' } });
    expect(texts(root.blocks)).toMatch(/Nobody has acknowledged it yet.*"action_id":"acknowledge"/);
    expect(root.text).toBe('&lt;!channel&gt; down second Nobody has acknowledged it yet.');
    expect(reply.text).toBe('thread');
  });

  test('a first line that is too long for a header stands below the built-in one', () => {
    const { root } = renderSlack(ack(), 'id', { root: 'x'.repeat(200), reply: '' });
    expect(root.blocks[0]).toMatchObject({ text: { text: expect.stringMatching(/^CRITICAL #12/) } });
    expect(root.blocks[1]).toMatchObject({ text: { text: 'x'.repeat(200) } });
  });

  test('a card keeps severity, number and links', () => {
    const card = texts(renderTeamsMessage(ack(), 'Down!\nHurry'));
    expect(card).toMatch(/CRITICAL #12.*Down!.*Hurry.*Open and acknowledge #12/);
    expect(card).not.toContain('Latency');
    expect(texts(renderTeamsMessage(told({ incidentUrl: null }), 'Down!'))).toContain(
      'on the Incidents page in Kibana',
    );
  });

  test('a call still says which keys do what', () => {
    const twiml = renderVoice(ack(), 'https://i.example.org/keys', 'Checkout <b> is down');
    expect(twiml).toContain('<Say>Checkout &#60;b&#62; is down</Say><Say>Press 4 to acknowledge');
  });
});

test('whatever words come of a template, no channel breaks, and the way to answer stays', () => {
  fc.assert(
    fc.property(anyTold, hostileText, (any, words) => {
      const mail = renderMessage(any, { subject: words, text: words });
      expect(mail.subject).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e]{1,200}$/u);
      expect(mail.text).not.toMatch(/[^\P{Cc}\n]|\p{Cs}/u);
      const sms = renderSms(any, '4711', words);
      const { isGsm, size } = measureSms(sms);
      expect(size).toBeLessThanOrEqual(isGsm ? 306 : 201);
      const asks = any.incident.status === 'triggered' && any.event !== 'resolved';
      if (asks) expect(sms).toContain('Reply 4711 to acknowledge.');
      const { root, reply } = renderSlack(any, 'id', { root: words, reply: words });
      expect(root.text + reply.text).not.toMatch(/[<>]/);
      for (const block of [...root.blocks, ...reply.blocks])
        expect(texts(block['text'] ?? '').length).toBeLessThan(6_000);
      const twiml = renderVoice(any, 'https://i.example.org/keys', words);
      expect(twiml.replace(/<\/?(Response|Say|Gather)\b[^<>]*>|<\?xml[^<>]*\?>/g, '')).not.toMatch(/[<>]/);
      if (asks) expect(twiml).toContain('Press 4 to acknowledge');
      renderTeamsMessage(any, words);
    }),
  );
});
