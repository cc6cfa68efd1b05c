import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hostileText, anyTold, NOW, told } from './render.fixture.ts';
import { renderSmsAnswer, renderVoice, renderVoiceEnd } from './render-voice.ts';

const KEYS = 'https://i.example.org/v1/callbacks/twilio/voice?delivery=1&x=2';

test('a call says what it is about, and which keys do what', () => {
  expect(renderVoice(told(), KEYS)).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><Response>' +
      '<Gather numDigits="1" timeout="10" method="POST" action="https://i.example.org/v1/callbacks/twilio/voice?delivery=1&#38;x=2">' +
      '<Say>critical incident, number 12. Latency of checkout is 2.4 s (threshold 1.5 s). In production. Since 12 minutes.</Say>' +
      '<Say>Press 4 to acknowledge, 0 to hear this again.</Say></Gather>' +
      '<Say>No key was pressed. The escalation goes on. Goodbye.</Say></Response>',
  );
});

test('a call of what is over says so, and not who had it', () => {
  const over = told({
    incident: { status: 'resolved', acknowledgedBy: 'Grace', resolution: 'recovery', resolvedAt: NOW },
  });
  expect(renderVoice(over, KEYS)).toContain('In production. Resolved by recovery after 12 min.</Say>');
});

test.each([
  [
    'of an incident that somebody has asks for no key',
    told({ incident: { status: 'acknowledged', acknowledgedBy: 'Grace' } }),
    KEYS,
  ],
  ['whose keys would not reach us asks for none', told(), null],
])('a call %s', (_, what, keys) => {
  expect(renderVoice(what, keys)).not.toMatch(/Gather|Press/);
});

// What XML 1.0 allows, without markup of any kind but our own tags.
const WELL_FORMED =
  /^<\?xml version="1.0" encoding="UTF-8"\?><Response>(<(\/?(Say|Gather|Message)|Hangup\/|Gather( \w+="[^"<&]*(&#\d+;[^"<&]*)*")*)>|[^<>&\0-\x08\x0b-\x1f\ufffe\uffff]|&#\d+;)*<\/Response>$/u;

test('whatever an alert holds, it is well-formed TwiML of ours, and short enough to be sent along', () => {
  fc.assert(
    fc.property(anyTold, hostileText, (any, text) => {
      for (const twiml of [renderVoice(any, KEYS), renderVoiceEnd(text), renderSmsAnswer(text)]) {
        expect(twiml).toMatch(WELL_FORMED);
        expect(twiml.length).toBeLessThan(4000);
      }
    }),
  );
});
