import { useCallback, useRef } from 'react';

/**
 * Sends what is meant with a key of its own: however often it is sent before it succeeds, it is made once. `meant` holds
 * all that is sent, for the backend refuses a key that comes with something else.
 */
export function useIntents() {
  const keys = useRef(new Map<string, string>());
  return useCallback(async <Answer>(meant: unknown, send: (key: string) => Promise<Answer>): Promise<Answer> => {
    const intent = JSON.stringify(meant);
    const key = keys.current.get(intent) ?? newKey();
    keys.current.set(intent, key);
    const answer = await send(key);
    keys.current.delete(intent);
    return answer;
  }, []);
}

/** Not `randomUUID`: a browser has that for Kibana behind TLS only. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
