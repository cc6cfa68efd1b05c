import { AsyncLocalStorage } from 'node:async_hooks';
import type { Client } from 'pg';

const counted = new AsyncLocalStorage<{ hasCommitted: boolean }>();

/** Whether anything was committed for what `make` does, also where it fails: it asks when it likes. */
export function countingCommits<Result>(make: (hasCommitted: () => boolean) => Promise<Result>): Promise<Result> {
  const state = { hasCommitted: false };
  return counted.run(state, () => make(() => state.hasCommitted));
}

/** Tells whoever counts of each commit on the connection. */
export function noteCommits(client: Client): void {
  const query = client.query.bind(client) as (...given: readonly unknown[]) => unknown;
  Object.assign(client, {
    query: (...given: readonly unknown[]) => {
      const state = isCommit(given[0]) ? counted.getStore() : undefined;
      // Whether it came to pass cannot be told when its answer is lost: then it is taken to have.
      if (state) state.hasCommitted = true;
      return query(...given);
    },
  });
}

function isCommit(asked: unknown): boolean {
  return typeof asked === 'object' && asked !== null && 'text' in asked && asked.text === 'COMMIT;';
}
