import { i18n } from '@kbn/i18n';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { SourceAnswer, SourceTokenAnswer } from 'incident-core';
import type { SourceSettings } from '../api/api';
import { queryKeys } from '../api/query-keys';
import { useOnce } from './once';
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

/** What managers do with sources. Each says what went wrong; what changed is asked for again. */
export function useSourceActions() {
  const { api, core } = useServices();
  const queries = useQueryClient();
  const [run, isRunning] = useOnce();
  const attempt = <Answer>(call: () => Promise<Answer>, then: (answer: Answer) => void) =>
    run(async () => {
      try {
        then(await call());
      } catch (error) {
        core.notifications.toasts.addDanger({
          title: i18n.translate('incidents.sources.failed', { defaultMessage: 'Nothing was changed' }),
          text: error instanceof Error ? error.message : String(error),
        });
      }
      await queries.invalidateQueries({ queryKey: queryKeys.sources });
    });
  return {
    isRunning,
    make: (source: SourceSettings, then: (source: SourceAnswer) => void) => attempt(() => api.makeSource(source), then),
    change: (id: string, source: SourceSettings, then: () => void) => attempt(() => api.changeSource(id, source), then),
    remove: (id: string, then: () => void) => attempt(() => api.deleteSource(id), then),
    makeToken: (id: string, then: (token: string) => void) =>
      attempt(
        () => api.makeSourceToken(id),
        ({ token }) => then(token),
      ),
    revoke: (id: string, tokenId: string, then: () => void) => attempt(() => api.revokeSourceToken(id, tokenId), then),
  } as const;
}
