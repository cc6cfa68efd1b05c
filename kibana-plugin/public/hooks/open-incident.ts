import type { IncidentDetail } from 'incident-core';
import { useState } from 'react';
import type { NewIncident } from '../api/api';
import { queryKeys } from '../api/query-keys';
import { useAttempt } from './attempt';
import { useServices } from './services';

const stale = [queryKeys.freshLists, queryKeys.summary];

/** Opens an incident by hand: one, however often it is sent before an answer has come through. */
export function useOpenIncident() {
  const { api } = useServices();
  const { isRunning, attempt } = useAttempt(stale);
  const [key] = useState(() => crypto.randomUUID());
  const open = (given: NewIncident, then: (incident: IncidentDetail) => void, refused: (error: unknown) => boolean) =>
    attempt(() => api.open(given, key), then, refused);
  return { isRunning, open } as const;
}
