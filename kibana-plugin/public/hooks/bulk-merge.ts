import { i18n } from '@kbn/i18n';
import { useQueryClient } from '@tanstack/react-query';
import type { IncidentAnswer } from 'incident-core';
import { queryKeys } from '../api/query-keys';
import { replaceRows } from './incident-list';
import { useOnce } from './once';
import { useServices } from './services';

/** Merges several incidents into one of them, one after another: one that cannot be merged holds up no other. */
export function useBulkMerge() {
  const { api, core } = useServices();
  const queries = useQueryClient();
  const [once, isRunning] = useOnce();
  const { toasts } = core.notifications;
  const run = (into: IncidentAnswer, others: readonly IncidentAnswer[], then: () => void) =>
    once(async () => {
      const left: string[] = [];
      for (const { id, number } of others) {
        try {
          replaceRows(queries, [await api.change(id, { verb: 'merge', into: into.id })]);
        } catch (error) {
          const values = { number, why: error instanceof Error ? error.message : String(error) };
          left.push(i18n.translate('incidents.bulk.refused', { defaultMessage: '#{number}: {why}', values }));
        }
      }
      const values = { count: others.length - left.length, number: into.number };
      const title = i18n.translate('incidents.bulk.merged', {
        defaultMessage: 'Merged into #{number}: {count}',
        values,
      });
      if (left.length === 0) toasts.addSuccess({ title });
      else toasts.addWarning({ title, text: left.slice(0, 6).join(', ') });
      for (const queryKey of [queryKeys.freshLists, queryKeys.summary, queryKeys.incidents]) {
        void queries.invalidateQueries({ queryKey });
      }
      then();
    });
  return { run, isRunning } as const;
}
