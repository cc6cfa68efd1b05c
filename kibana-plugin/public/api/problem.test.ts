import { expect, test } from '@jest/globals';
import { ApiProblem, toProblem } from './problem';

const refused = (status: number, body: unknown) =>
  toProblem(Object.assign(new Error('Bad Request'), { response: { status }, body }));

test.each([
  ['[request body.high.1.delay_seconds]: expected at least 600', '$.high[1].delay_seconds', 'expected at least 600'],
  ['[request body.address]: expected an e-mail address', '$.address', 'expected an e-mail address'],
  ['[request body]: Unrecognized key: "x"', '$', 'Unrecognized key: "x"'],
])('what a route of ours refuses names its field: %s', (message, path, expected) => {
  const error = refused(400, { message });
  expect(error).toBeInstanceOf(ApiProblem);
  expect((error as ApiProblem).problem).toMatchObject({ status: 400, errors: [{ path, expected }] });
});

test('what else Kibana says is shown as it is', () => {
  expect(refused(400, { message: 'Request must contain a kbn-xsrf header.' })).toMatchObject({
    problem: { title: 'Request must contain a kbn-xsrf header.' },
  });
});

test('a failure without an answer is no refusal', () => {
  const error = new TypeError('Failed to fetch');
  expect(toProblem(error)).toBe(error);
});
