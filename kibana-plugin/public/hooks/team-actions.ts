import type { TeamAnswer, TeamChange } from 'incident-core';
import { queryKeys } from '../api/query-keys';
import { useAttempt } from './attempt';
import type { Refused } from './edit';
import { useServices } from './services';

const stale = [queryKeys.teams];

export function useTeamActions() {
  const { api } = useServices();
  const { isRunning, attempt } = useAttempt(stale);
  return {
    isRunning,
    save: (id: string, change: TeamChange, tag: string | undefined, then: () => void, refused: Refused) =>
      attempt(() => api.caller.edit<TeamAnswer>('PATCH', `/teams/${id}`, change, tag), then, refused),
  } as const;
}
