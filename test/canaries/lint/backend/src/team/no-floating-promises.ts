export function canary(send: () => Promise<void>): void {
  send();
}
