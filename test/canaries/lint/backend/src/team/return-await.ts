export function canary(send: () => Promise<void>, close: () => void): Promise<void> {
  return withClose(send, close);
}

async function withClose(send: () => Promise<void>, close: () => void): Promise<void> {
  try {
    return send();
  } finally {
    close();
  }
}
