// What jsdom lacks and EUI asks for.
import { TextDecoder, TextEncoder } from 'node:util';

Object.assign(globalThis, { TextDecoder, TextEncoder });
Object.defineProperty(globalThis.HTMLCanvasElement?.prototype ?? {}, "getContext", {
  value: () => ({ measureText: () => ({ width: 0 }) }),
});
