/** Loaded into a backend before anything else: moves its clock by what the file SHIFT_FILE says, in milliseconds. */
import { readFileSync } from 'node:fs';

const file = process.env['SHIFT_FILE'] ?? '';
const realNow = Date.now.bind(Date);
let shift = 0;
let readAt = 0;

function now() {
  const real = realNow();
  if (real - readAt > 200) {
    readAt = real;
    shift = Number(readFileSync(file, 'utf8')) || 0;
  }
  return real + shift;
}

globalThis.Date = new Proxy(Date, {
  construct: (real, given, of) => Reflect.construct(real, given.length === 0 ? [now()] : given, of),
  get: (real, name, receiver) => (name === 'now' ? now : Reflect.get(real, name, receiver)),
});
