import { useCallback, useRef } from 'react';
import { ApiProblem } from '../api/problem';

interface Intent {
  readonly key: string;
  readonly at: number;
}

/** How what is meant is sent: `at` is when it was first meant, for what of it depends on the time must not change. */
export type Send = <Answer>(meant: unknown, send: (key: string, at: number) => Promise<Answer>) => Promise<Answer>;

/**
 * Sends what is meant with a key of its own: however often it is sent before it succeeds, it is made once. What is sent
 * follows from `meant` and from when it was first meant, for the backend refuses a key that comes with something else.
 */
export function useIntents(): Send {
  const intents = useRef(new Map<string, Intent>());
  return useCallback<Send>(async (meant, send) => {
    const name = JSON.stringify(meant);
    const intent = intents.current.get(name) ?? { key: newKey(), at: Date.now() };
    intents.current.set(name, intent);
    try {
      const answer = await send(intent.key, intent.at);
      intents.current.delete(name);
      return answer;
    } catch (error) {
      // It was made: whoever means the same now means another one.
      if (error instanceof ApiProblem && error.isAnswerLost) intents.current.delete(name);
      throw error;
    }
  }, []);
}

/** Not `randomUUID`: a browser has that for Kibana behind TLS only. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
