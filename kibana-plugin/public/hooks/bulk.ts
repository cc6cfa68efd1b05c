import { i18n } from '@kbn/i18n';
import { useQueryClient } from '@tanstack/react-query';
import type { IncidentAnswer } from 'incident-core';
import type { BulkAnswer } from '../../common/api';
import { queryKeys } from '../api/query-keys';
import { replaceRow } from './incident-list';
import { useOnce } from './once';
import { useServices } from './services';

/** Acknowledges or resolves many with one call, and says what became of those that were not done. */
export function useBulk() {
  const { api, core } = useServices();
  const queries = useQueryClient();
  const [once, isRunning] = useOnce();
  const { toasts } = core.notifications;

  const actOn = async (action: 'acknowledge' | 'resolve', chosen: readonly IncidentAnswer[]) => {
    // What somebody else took meanwhile is not taken from them by the dozen.
    const now = await Promise.all(chosen.map(({ id }) => api.incident(id)));
    for (const incident of now) replaceRow(queries, incident);
    const fitting = now.filter(({ status }) =>
      action === 'acknowledge' ? status === 'triggered' : status !== 'resolved',
    );
    const ids = fitting.map(({ id }) => id);
    const { results } = ids.length > 0 ? await api.actOnMany(ids, action) : nothing;
    const { title, text } = describe(action, results, now.length - ids.length);
    toasts.addSuccess({ title, ...(text ? { text } : {}) });
    const done = results.filter(({ outcome }) => outcome === 'done');
    for (const incident of await Promise.all(done.map(({ id }) => api.incident(id)))) replaceRow(queries, incident);
  };
  const run = (action: 'acknowledge' | 'resolve', chosen: readonly IncidentAnswer[], then: () => void) =>
    once(async () => {
      try {
        await actOn(action, chosen);
        then();
      } catch (error) {
        toasts.addDanger({
          title: i18n.translate('incidents.bulk.failed', { defaultMessage: 'Not all of it was done' }),
          text: error instanceof Error ? error.message : String(error),
        });
      }
      for (const queryKey of [queryKeys.freshLists, queryKeys.summary, queryKeys.incidents]) {
        void queries.invalidateQueries({ queryKey });
      }
    });
  return { run, isRunning } as const;
}

const nothing: BulkAnswer = { results: [] };

function describe(action: 'acknowledge' | 'resolve', results: BulkAnswer['results'], left: number) {
  const count = results.filter(({ outcome }) => outcome === 'done').length;
  const others = results.length - count + left;
  const title =
    action === 'acknowledge'
      ? i18n.translate('incidents.bulk.acknowledged', { defaultMessage: 'Acknowledged: {count}', values: { count } })
      : i18n.translate('incidents.bulk.resolved', { defaultMessage: 'Resolved: {count}', values: { count } });
  const text =
    others === 0
      ? undefined
      : i18n.translate('incidents.bulk.others', {
          defaultMessage: 'Left as they were, for somebody holds them or they are over: {others}',
          values: { others },
        });
  return { title, text };
}
