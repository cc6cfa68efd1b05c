import { expect, test } from '@jest/globals';
import { createCaller } from './caller';

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
