export function canary(kind: 'one' | 'two'): number {
  switch (kind) {
    case 'one':
      return 1;
    case 'two':
      return 2;
    case 'one':
      return 3;
  }
}
