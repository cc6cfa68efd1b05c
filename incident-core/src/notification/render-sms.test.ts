import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isAsked } from './render-content.ts';
import { renderSms } from './render-sms.ts';
import { anyTold, told } from './render.fixture.ts';

const link = { incidentUrl: 'https://i.example.org/ack/abc' };
const EXTENDED = /[\^{}\\[\]~|€]/g;
const isGsm = (text: string) => /^[ -_a-~£¥èéùìòÇØøÅåÆæßÉÄÖÑÜ§¿äöñüà¡¤ΔΦΓΛΩΠΨΣΘΞ€]*$/.test(text);
const septets = (text: string) => text.length + (text.match(EXTENDED)?.length ?? 0);

describe('an SMS', () => {
  test('says how bad, what, where, how long, and how to answer', () => {
    expect(renderSms(told(link), '4711')).toBe(
      'CRITICAL #12 Latency of checkout is 2.4 s (threshold 1.5 s) (production, for 12 min.) ' +
        'Reply 4711 to acknowledge. https://i.example.org/ack/abc',
    );
  });

  test.each([
    ['without a code shows the link', told(link), null, 'https://i.example.org/ack/abc', 'Reply'],
    ['without either says where', told({ incidentUrl: null }), null, 'Acknowledge it in Kibana.', 'Reply'],
    [
      'of a held incident asks for nothing',
      told({ ...link, incident: { status: 'acknowledged' } }),
      '4711',
      '/ack/',
      'Reply',
    ],
    ['that is loud says so', told({ ...link, event: 'nobody_notified' }), '4711', 'NOBODY HAS IT.', '…'],
    [
      'writes like letters for like',
      told({ incident: { title: 'Zażółć – “č” → ß…' } }),
      null,
      'Zazo?c - "c" -> ß...',
      'ó',
    ],
  ])('%s', (_, what, code, says, not) => {
    const text = renderSms(what, code);
    expect(text).toContain(says);
    expect(text).not.toContain(not);
  });

  test('keeps a title in a script that GSM does not know', () => {
    const text = renderSms(told({ ...link, incident: { title: '支払いが失敗しました' } }), '4711');
    expect(text).toContain('支払いが失敗しました');
    expect(text.length).toBeLessThanOrEqual(201);
  });

  test('lets a long title give way to the code and the link', () => {
    const text = renderSms(told({ ...link, incident: { title: 'very long '.repeat(50) } }), '4711');
    expect(text).toContain('... (checkout/production');
    expect(text).toMatch(/Reply 4711 to acknowledge\. https:\/\/i\.example\.org\/ack\/abc$/);
    expect(septets(text)).toBeLessThanOrEqual(306);
  });
});

test('whatever an alert holds, it is two parts of GSM or three of UCS-2, one line, with the code in it', () => {
  fc.assert(
    fc.property(anyTold, (any) => {
      const text = renderSms(any, '4711');
      expect(text).not.toMatch(/[\r\n\0]/);
      if (isGsm(text)) expect(septets(text)).toBeLessThanOrEqual(306);
      else expect(text.length).toBeLessThanOrEqual(201);
      const asks = isAsked(any.incident) && any.event !== 'resolved';
      expect(text.includes('Reply 4711 to acknowledge.')).toBe(asks);
    }),
  );
});
