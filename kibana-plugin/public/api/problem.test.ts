import { expect, test } from '@jest/globals';
import { BACKEND_PROBLEMS, CALLER_PROBLEMS } from '../../common/problems';
import { ApiProblem, failureTitle, ofChange, toProblem, Unanswered } from './problem';

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

const { broken_off, slow, unwell, failed, not_ours, other_version, unreachable, no_token, token_refused } =
  BACKEND_PROBLEMS;
const underWay = {
  type: 'urn:incidents:problem:idempotency-in-progress',
  title: 'The same call is under way',
  status: 409,
};

test.each([broken_off, slow, unwell, failed, not_ours, other_version, underWay])(
  'a change that ended with "$title" may have been made all the same',
  (problem) => {
    const cause = refused(problem.status, { message: problem.title, attributes: problem });
    const error = ofChange(cause);
    expect(error).toBeInstanceOf(Unanswered);
    expect(error).toMatchObject({ message: problem.title, cause });
    expect(failureTitle(error, 'Nothing was changed')).toMatch(/not known .* look before you try again/);
  },
);

test('a change of which only the answer was lost is said to be done', () => {
  const type = 'urn:incidents:problem:idempotency-answer-lost';
  const problem = { type, title: 'The same call was made, and its answer was lost', status: 409 };
  const error = ofChange(refused(409, { message: problem.title, attributes: problem }));
  expect(failureTitle(error, 'Nothing was changed')).toMatch(/^It was done/);
});

test('so may one to which Kibana, or what stands before it, gave no answer of ours', () => {
  expect(ofChange(new TypeError('Failed to fetch'))).toBeInstanceOf(Unanswered);
  expect(ofChange(refused(504, '<h1>Gateway Timeout</h1>'))).toBeInstanceOf(Unanswered);
});

test.each([CALLER_PROBLEMS.forbidden, unreachable, no_token, token_refused])(
  'a change that ended with "$title" was not made',
  (problem) => {
    const error = refused(problem.status, { message: problem.title, attributes: problem });
    expect(ofChange(error)).toBe(error);
    expect(failureTitle(error, 'Nothing was changed')).toBe('Nothing was changed');
  },
);
