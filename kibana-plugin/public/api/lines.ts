import type { StreamLine } from '../../common/api';

/** The lines of a stream of NDJSON, as they come. What is no JSON is left out: the next line may be. */
export async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamLine> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const read = parse(line);
        if (read) yield read;
      }
    }
  } finally {
    // Also when whoever reads has stopped.
    await reader.cancel().catch(() => undefined);
  }
}

function parse(line: string): StreamLine | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isLine = typeof value === 'object' && value !== null && 'event' in value && typeof value.event === 'string';
    return isLine ? (value as StreamLine) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
