import { useEffect, useRef, type RefObject } from 'react';

/** Whether what asks is still on the page, for what ends later than that. */
export function useIsShown(): RefObject<boolean> {
  const isShown = useRef(true);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  return isShown;
}
