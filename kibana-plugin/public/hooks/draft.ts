import { useCallback, useState } from 'react';

/** A text that outlives the page until it was sent: a session may end, or somebody may look elsewhere. */
export function useDraft(key: string): readonly [string, (text: string) => void] {
  const [text, setText] = useState(() => read(key));
  const change = useCallback(
    (given: string) => {
      setText(given);
      write(key, given);
    },
    [key],
  );
  return [text, change];
}

// A browser may keep nothing: then a draft lives as long as the page.
function read(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

function write(key: string, text: string): void {
  try {
    if (text === '') sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    return;
  }
}
