import type { Client } from 'pg';

type Answer = (error: Failure | null | undefined, result?: unknown) => void;
type Failure = Error & { readonly code?: string };

const REFUSED = '25P02';

/**
 * Statements of a transaction are sent together, and once one has failed the server refuses those behind it. Which of
 * their errors is heard of first is chance, and a refusal says nothing of what happened: it is given the failure's code
 * and words, so that whoever asks whether to try again is answered the same by each.
 */
export function nameFirstFailure(client: Client): void {
  const query = client.query.bind(client) as (...given: readonly unknown[]) => unknown;
  let first: { readonly failure: Failure; readonly message: string } | null = null;
  const heard =
    (answer: Answer): Answer =>
    (error, result) => {
      if (!error) first = null;
      else if (error.code !== REFUSED) first = { failure: error, message: error.message };
      else if (first) Object.assign(error, first.failure, { message: first.message, cause: first.failure });
      answer(error, result);
    };
  Object.assign(client, {
    query: (...given: readonly unknown[]) => {
      const answer = given.at(-1);
      return typeof answer === 'function' ? query(...given.slice(0, -1), heard(answer as Answer)) : query(...given);
    },
  });
}
