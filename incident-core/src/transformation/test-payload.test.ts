import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SEVERITIES } from '../model/severity.ts';
import { RECEIVED_AT, readOne, SOURCE } from './payload.fixture.ts';
import { describeTest, toTestPayload } from './test-payload.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const subject = { id: ID, name: 'production kibana', askedBy: 'Ada', at: RECEIVED_AT };

test('the payload of a test is read as one alert whose key and episode are its own', () => {
  expect(readOne(toTestPayload(subject))).toMatchObject({
    dedupKey: `v1:${SOURCE}:default:page-test:${ID}`,
    episode: ID,
    status: 'active',
    date: RECEIVED_AT,
    name: 'Test page: production kibana',
    reason: 'A test, asked for by Ada: nothing is wrong. Acknowledge it, and it is over; else it ends by itself.',
    severity: 'error',
    service: null,
    environment: null,
  });
});

test('whatever names hold, it stays one alert of that key, and says that it is a test', () => {
  const text = fc.string({ unit: 'binary', maxLength: 400 });
  fc.assert(
    fc.property(text, text, (name, askedBy) => {
      const alert = readOne(toTestPayload({ ...subject, name, askedBy }));
      expect(alert).toMatchObject({ dedupKey: `v1:${SOURCE}:default:page-test:${ID}`, episode: ID, status: 'active' });
      expect(SEVERITIES).toContain(alert.severity);
      expect(alert.name).toMatch(/^Test page:/);
      const { title, reason } = describeTest({ name, askedBy });
      expect(title.length).toBeLessThanOrEqual(200);
      expect(reason).toMatch(/^A test, asked for by/);
    }),
  );
});
