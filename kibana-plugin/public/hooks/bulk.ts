import { i18n } from '@kbn/i18n';
import { useQueryClient } from '@tanstack/react-query';
import type { BulkAnswer, IncidentAnswer } from 'incident-core';
import { failureTitle } from '../api/problem';
import { queryKeys } from '../api/query-keys';
import { isolate } from '../components/text';
import { replaceRows } from './incident-list';
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
    replaceRows(queries, now);
    const fitting = now.filter(({ status }) =>
      action === 'acknowledge' ? status === 'triggered' : status !== 'resolved',
    );
    const ids = fitting.map(({ id }) => id);
    const { results } = ids.length > 0 ? await api.actOnMany(ids, action) : nothing;
    const left = [
      ...now.filter(({ id }) => !ids.includes(id)).map(whyLeft),
      ...results.filter(({ outcome }) => outcome !== 'done').map((result) => whyNotDone(result, now)),
    ];
    const title = titleOf(action, now.length - left.length);
    if (left.length === 0) toasts.addSuccess({ title });
    else toasts.addWarning({ title, text: leftText(left) });
    const done = results.filter(({ outcome }) => outcome === 'done');
    replaceRows(queries, await Promise.all(done.map(({ id }) => api.incident(id))));
  };
  const run = (action: 'acknowledge' | 'resolve', chosen: readonly IncidentAnswer[], then: () => void) =>
    once(async () => {
      try {
        await actOn(action, chosen);
        then();
      } catch (error) {
        toasts.addDanger({
          title: failureTitle(
            error,
            i18n.translate('incidents.bulk.failed', { defaultMessage: 'Not all of it was done' }),
          ),
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

function titleOf(action: 'acknowledge' | 'resolve', count: number): string {
  return action === 'acknowledge'
    ? i18n.translate('incidents.bulk.acknowledged', { defaultMessage: 'Acknowledged: {count}', values: { count } })
    : i18n.translate('incidents.bulk.resolved', { defaultMessage: 'Resolved: {count}', values: { count } });
}

/** Why nothing was asked for this one. */
function whyLeft({ number, status, assignee }: IncidentAnswer): string {
  const values = { number, name: isolate(assignee?.name ?? '', 60) };
  if (status === 'resolved')
    return i18n.translate('incidents.bulk.over', { defaultMessage: '#{number} is resolved', values });
  return assignee === null
    ? i18n.translate('incidents.bulk.taken', { defaultMessage: '#{number} is acknowledged', values })
    : i18n.translate('incidents.bulk.held', { defaultMessage: '{name} holds #{number}', values });
}

function whyNotDone({ id, outcome, problem }: BulkAnswer['results'][number], now: readonly IncidentAnswer[]): string {
  const number = now.find((incident) => incident.id === id)?.number ?? '?';
  const values = { number, why: problem?.title ?? '' };
  return outcome === 'unchanged'
    ? i18n.translate('incidents.bulk.unchanged', { defaultMessage: '#{number} was so already', values })
    : i18n.translate('incidents.bulk.refused', { defaultMessage: '#{number}: {why}', values });
}

/** A toast holds no more. */
const MOST_NAMED = 6;

function leftText(left: readonly string[]): string {
  const values = { named: left.slice(0, MOST_NAMED).join(', '), more: left.length - MOST_NAMED };
  return left.length > MOST_NAMED
    ? i18n.translate('incidents.bulk.leftMany', {
        defaultMessage: 'Left as they were: {named}, and {more} more',
        values,
      })
    : i18n.translate('incidents.bulk.left', { defaultMessage: 'Left as they were: {named}', values });
}
