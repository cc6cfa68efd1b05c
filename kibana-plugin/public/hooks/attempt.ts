import { i18n } from '@kbn/i18n';
import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useCallback } from 'react';
import { failureTitle } from '../api/problem';
import type { Refused } from './edit';
import { useOnce } from './once';
import { useServices } from './services';
import { useIsShown } from './shown';

export interface Attempt {
  readonly isRunning: boolean;
  /**
   * Calls once, however often it is clicked. What went wrong `refused` takes, as long as what asks is shown; else it is
   * said in a toast.
   */
  attempt<Answer>(call: () => Promise<Answer>, then: (answer: Answer) => void, refused?: Refused): void;
}

/** One change at a time; what it makes stale is asked for again. `stale` must be the same from one rendering to the next. */
export function useAttempt(stale: readonly QueryKey[]): Attempt {
  const { core } = useServices();
  const queries = useQueryClient();
  const [run, isRunning] = useOnce();
  const isShown = useIsShown();
  const attempt = useCallback<Attempt['attempt']>(
    (call, then, refused) =>
      run(async () => {
        try {
          then(await call());
        } catch (error) {
          if (refused && isShown.current === true) refused(error);
          else {
            core.notifications.toasts.addDanger({
              title: failureTitle(
                error,
                i18n.translate('incidents.attempt.failed', { defaultMessage: 'Nothing was changed' }),
              ),
              text: error instanceof Error ? error.message : String(error),
            });
          }
        }
        await Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })));
      }),
    [core, isShown, queries, run, stale],
  );
  return { isRunning, attempt };
}
