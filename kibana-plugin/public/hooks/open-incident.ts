import type { IncidentDetail } from 'incident-core';
import type { NewIncident } from '../api/api';
import { queryKeys } from '../api/query-keys';
import { useAttempt } from './attempt';
import type { Refused } from './edit';
import { useIntents } from './intents';
import { useServices } from './services';

const stale = [queryKeys.freshLists, queryKeys.summary];

/** Opens an incident by hand. */
export function useOpenIncident() {
  const { api } = useServices();
  const { isRunning, attempt } = useAttempt(stale);
  const send = useIntents();
  const open = (given: NewIncident, then: (incident: IncidentDetail) => void, refused: Refused) =>
    attempt(() => send(given, (key) => api.open(given, key)), then, refused);
  return { isRunning, open } as const;
}
