import { useCallback, useRef, useState } from 'react';

/** Runs what it is given unless the last is still running: a second click, however fast, does nothing. */
export function useOnce(): readonly [run: (what: () => Promise<void>) => void, isRunning: boolean] {
  const running = useRef(false);
  const [isRunning, setRunning] = useState(false);
  const run = useCallback((what: () => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    setRunning(true);
    void what().finally(() => {
      running.current = false;
      setRunning(false);
    });
  }, []);
  return [run, isRunning];
}
