// What jsdom lacks and EUI asks for.
import { TextDecoder, TextEncoder } from 'node:util';

Object.assign(globalThis, { TextDecoder, TextEncoder });
const { prototype } = Reflect.get(globalThis, 'HTMLCanvasElement');
Object.defineProperty(prototype, 'getContext', { value: () => ({ measureText: () => ({ width: 0 }) }) });
Object.assign(globalThis, { CSS: { supports: () => true, escape: (/** @type {string} */ text) => text } });
