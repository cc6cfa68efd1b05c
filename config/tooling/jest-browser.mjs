// What jsdom lacks and EUI asks for.
import { TextDecoder, TextEncoder } from 'node:util';

Object.assign(globalThis, { TextDecoder, TextEncoder });
const { HTMLCanvasElement } = /** @type {{ HTMLCanvasElement?: { prototype: object } }} */ (globalThis);
Object.defineProperty(HTMLCanvasElement?.prototype ?? {}, 'getContext', {
  value: () => ({ measureText: () => ({ width: 0 }) }),
});
