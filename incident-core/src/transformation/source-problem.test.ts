import { expect, test } from '@jest/globals';
import { readProblem, RECEIVED_AT, renderedBody } from './payload.fixture.ts';
import { sourceProblemAlert } from './source-problem.ts';

const SOURCE = { sourceId: 's:1', sourceName: 'Kibana\nprod', receivedAt: RECEIVED_AT };

test('what cannot be read becomes an alert about its source, naming place, find and expectation', () => {
  const problem = readProblem(renderedBody('20'));
  expect(sourceProblemAlert({ ...SOURCE, kind: 'unreadable', problem })).toMatchObject({
    dedupKey: 's1:s%3A1:unreadable',
    episode: null,
    status: 'active',
    date: RECEIVED_AT,
    severity: 'error',
    name: 'Kibana prod sends alerts that we cannot read',
    reason: expect.stringMatching(
      /^At line 1, column 15 we found , "x":1}; expected a value \(a variable without quotes/,
    ),
    metadata: {
      problem: 'not_json',
      path: 'line 1, column 15',
      expected: problem.expected,
      raw_text: '{"threshold": , "x":1}',
    },
  });
});

test('a dead token becomes an alert of its own', () => {
  expect(sourceProblemAlert({ ...SOURCE, kind: 'dead_token' })).toMatchObject({
    dedupKey: 's1:s%3A1:dead_token',
    status: 'active',
    name: 'Kibana prod uses a token that is revoked or expired',
  });
});

test('what is refused because there is too much of it becomes an alert of its own', () => {
  expect(sourceProblemAlert({ ...SOURCE, kind: 'too_fast' })).toMatchObject({
    dedupKey: 's1:s%3A1:too_fast',
    status: 'active',
    name: 'Kibana prod sends more than it may',
  });
});

test('the name of a source does not make the name of the alert long', () => {
  const alert = sourceProblemAlert({ ...SOURCE, sourceName: 'x'.repeat(1_000), kind: 'dead_token' });
  expect(alert.name.length).toBeLessThanOrEqual(300);
});
