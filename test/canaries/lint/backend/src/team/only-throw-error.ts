export function canary(): never {
  throw 'no error';
}
