// What jsdom lacks and EUI and the charts ask for.
import { TextDecoder, TextEncoder } from 'node:util';

Object.assign(globalThis, { TextDecoder, TextEncoder });
const { prototype } = Reflect.get(globalThis, 'HTMLCanvasElement');
Object.defineProperty(prototype, 'getContext', { value: () => ({ measureText: () => ({ width: 0 }) }) });
Object.assign(globalThis, { CSS: { supports: () => true, escape: (/** @type {string} */ text) => text } });

/** Nothing has a size here, so nothing changes its own. */
class ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
Object.assign(globalThis, { ResizeObserver });
