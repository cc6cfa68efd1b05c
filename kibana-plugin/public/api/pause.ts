/** Waits, unless it is given up meanwhile: then it rejects with the reason. */
export function pause(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = setTimeout(() => {
      signal?.removeEventListener('abort', give);
      resolve();
    }, seconds * 1_000);
    const give = () => {
      clearTimeout(end);
      reject(signal?.reason instanceof Error ? signal.reason : new Error('Given up'));
    };
    if (signal?.aborted) give();
    else signal?.addEventListener('abort', give, { once: true });
  });
}
