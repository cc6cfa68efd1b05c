import { useQuery } from '@tanstack/react-query';
import type { SourceTokenAnswer } from 'incident-core';
import { useState } from 'react';
import type { SourceSettings } from '../api/api';
import { ApiProblem, Unanswered } from '../api/problem';
import { queryKeys } from '../api/query-keys';
import { useAttempt } from './attempt';
import type { Refused } from './edit';
import { useIntents } from './intents';
import { useServices } from './services';

export function useSources() {
  const { api } = useServices();
  return useQuery({ queryKey: queryKeys.sources, queryFn: ({ signal }) => api.sources(signal) });
}

/** Only those who manage may see them. */
export function useSourceTokens(id: string) {
  const { api, may } = useServices();
  return useQuery({
    queryKey: queryKeys.sourceTokens(id),
    queryFn: ({ signal }) => api.sourceTokens(id, signal),
    enabled: may.manage === true,
  });
}

export function isLive({ revoked_at, expires_at }: SourceTokenAnswer, now: number): boolean {
  return revoked_at === null && (expires_at === null || Date.parse(expires_at) > now);
}

const stale = [queryKeys.sources];

/** What managers do with sources. Each says what went wrong; what changed is asked for again. */
export function useSourceActions() {
  const { api } = useServices();
  const { isRunning, attempt } = useAttempt(stale);
  const send = useIntents();
  const [token, setToken] = useState<'awaited' | 'lost' | undefined>(undefined);
  return {
    isRunning,
    /** Of the last token that was asked for: whether to ask again asks for the same, or nobody can be told it any more. */
    token,
    make: (source: SourceSettings, then: () => void, refused: Refused) =>
      attempt(() => send(source, (key) => api.makeSource(source, key)), then, refused),
    change: (id: string, source: SourceSettings, tag: string | undefined, then: () => void, refused: Refused) =>
      attempt(() => api.changeSource(id, source, tag), then, refused),
    remove: (id: string, tag: string | undefined, then: () => void, refused: Refused) =>
      attempt(() => api.deleteSource(id, tag), then, refused),
    makeToken: (id: string, then: (token: string) => void) =>
      attempt(
        async () => {
          try {
            const made = await send([id], (key) => api.makeSourceToken(id, key));
            setToken(undefined);
            return made;
          } catch (error) {
            if (error instanceof Unanswered) setToken('awaited');
            if (error instanceof ApiProblem && error.isAnswerLost) setToken('lost');
            throw error;
          }
        },
        (made) => then(made.token),
      ),
    revoke: (id: string, tokenId: string, then: () => void) => attempt(() => api.revokeSourceToken(id, tokenId), then),
  } as const;
}
