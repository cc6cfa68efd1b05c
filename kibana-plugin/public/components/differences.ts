/** One field of a change; null where there was or is nothing. */
export interface Difference {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What is different between two values of JSON, field by field; lists are compared as a whole where they hold no objects. */
export function differences(before: unknown, after: unknown, path = ''): readonly Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isNested(before) || isNested(after)) {
    const [was, is] = [fieldsOf(before), fieldsOf(after)];
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    return names.flatMap((name) => differences(was[name], is[name], path === '' ? name : `${path}.${name}`));
  }
  const [was, is] = [toText(before), toText(after)];
  // Of a thing that is made or deleted, what it leaves empty says nothing.
  return was === is ? [] : [{ path, before: was, after: is }];
}

function isNested(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => typeof item === 'object' && item !== null);
  return typeof value === 'object' && value !== null;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (Array.isArray(value)) return Object.fromEntries(value.map((item: unknown, at) => [String(at + 1), item]));
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function toText(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(String).join(', ') || null : String(value as number | boolean);
}
