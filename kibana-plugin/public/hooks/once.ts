import { useCallback, useRef, useState } from 'react';
import { useIsShown } from './shown';

/** Runs what it is given unless the last is still running: a second click, however fast, does nothing. */
export function useOnce(): readonly [run: (what: () => Promise<void>) => void, isRunning: boolean] {
  const running = useRef(false);
  const [isRunning, setRunning] = useState(false);
  const isShown = useIsShown();
  const run = useCallback(
    (what: () => Promise<void>) => {
      if (running.current) return;
      running.current = true;
      setRunning(true);
      void what().finally(() => {
        running.current = false;
        // What it did may have closed the form that it was done from.
        if (isShown.current) setRunning(false);
      });
    },
    [isShown],
  );
  return [run, isRunning];
}
