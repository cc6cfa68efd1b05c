import { useCallback, useState } from 'react';

const KEY = 'incidents.seenCriticalAt';

/** Whether the newest critical incident came after the user last looked; and what says that they look now. */
export function useSeenCritical(newestAt: string | null): readonly [isNew: boolean, see: () => void] {
  const [seenAt, setSeenAt] = useState(read);
  const see = useCallback(() => {
    if (newestAt === null) return;
    setSeenAt(newestAt);
    write(newestAt);
  }, [newestAt]);
  return [newestAt !== null && Date.parse(newestAt) > Date.parse(seenAt), see];
}

const NEVER = '1970-01-01T00:00:00.000Z';

// A browser may keep nothing, or something else: then what is critical is new until it was looked at on this page.
function read(): string {
  try {
    const kept = localStorage.getItem(KEY) ?? NEVER;
    return Number.isNaN(Date.parse(kept)) ? NEVER : kept;
  } catch {
    return NEVER;
  }
}

function write(time: string): void {
  try {
    localStorage.setItem(KEY, time);
  } catch {
    return;
  }
}
