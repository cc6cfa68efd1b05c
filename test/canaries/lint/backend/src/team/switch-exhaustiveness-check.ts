export function canary(urgency: 'high' | 'low'): string {
  switch (urgency) {
    case 'high':
      return 'now';
  }
  return 'later';
}
