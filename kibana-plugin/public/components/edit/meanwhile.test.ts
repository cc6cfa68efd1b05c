import { expect, test } from '@jest/globals';
import { ApiProblem } from '../../api/problem';
import { meanwhileOf } from './meanwhile';

const at = '2027-01-05T03:00:00.000Z';
const problem = (more: object, status = 412) =>
  new ApiProblem({ type: 'urn:x', title: 'x', status, etag: '"2"', current: { name: 'now' }, ...more });

test.each([
  ['by a name', { changed_by: 'Grace', changed_at: at }, { by: 'Grace', at }],
  ['by a person', { changed_by: { id: '1', name: 'Grace' }, changed_at: at }, { by: 'Grace', at }],
  ['by nobody that was noted', { changed_by: null }, { by: undefined, at: undefined }],
  ['with words beside it', { detail: 'by the file policies.json' }, { detail: 'by the file policies.json' }],
  ['with what is for programs alone', { detail: 'found the state "2"; expected "1"' }, { detail: undefined }],
])('what was changed meanwhile, %s', (_, given, expected) => {
  expect(meanwhileOf(problem(given))).toMatchObject({ tag: '"2"', current: { name: 'now' }, ...expected });
});

test.each([
  ['another refusal', problem({}, 409)],
  ['a refusal without the present state', problem({ current: undefined })],
  ['something that broke', new Error('x')],
])('%s is none', (_, error) => {
  expect(meanwhileOf(error)).toBeUndefined();
});
