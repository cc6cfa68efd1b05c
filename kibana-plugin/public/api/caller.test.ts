import { describe, expect, test } from '@jest/globals';
import { createCaller } from './caller';
import { ApiProblem, Unanswered } from './problem';

/** Kibana's HTTP client, which answers with this tag. */
const answering = (etag: string | null) => ({
  fetch: () => Promise.resolve({ body: { id: 'one' }, response: { headers: { get: () => etag } } }),
});

test.each([
  ['as the backend gave it', '"v1"', '"v1"'],
  ['in quotes once more, as Kibana hands it on', '""v1""', '"v1"'],
  ['weakened on the way', 'W/"v1"', '"v1"'],
  ['none', null, undefined],
  ['empty', '""', undefined],
])('the tag of what is edited: %s', async (_, given, tag) => {
  const { getTagged } = createCaller(answering(given) as never);
  expect(await getTagged('/teams/one')).toEqual({ item: { id: 'one' }, tag });
});

describe('when no answer comes in time', () => {
  const title = 'The incidents backend did not answer in time';
  const attributes = { type: 'urn:incidents:problem:backend-slow', title, status: 503 };
  const late = Object.assign(new Error(title), { response: { status: 503 }, body: { message: title, attributes } });
  const caller = createCaller({ fetch: () => Promise.reject(late) } as never);

  test('what was only asked for is refused', async () => {
    await expect(caller.get('/teams')).rejects.toBeInstanceOf(ApiProblem);
    await expect(caller.ask('/escalation-policies/simulate', {})).rejects.toBeInstanceOf(ApiProblem);
  });

  test('of what was to be changed nobody can say whether it was', async () => {
    await expect(caller.post('/sources')).rejects.toBeInstanceOf(Unanswered);
    await expect(caller.edit('PATCH', '/sources/one', {}, undefined)).rejects.toBeInstanceOf(Unanswered);
    await expect(caller.remove('/sources/one')).rejects.toBeInstanceOf(Unanswered);
  });
});
