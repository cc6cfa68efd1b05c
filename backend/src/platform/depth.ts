/**
 * How many objects and lists stand inside each other: 0 for a plain value, 1 for an object of plain values. Without
 * recursion, so that no body can overflow the stack.
 */
export function depthOf(value: unknown): number {
  let depth = 0;
  let level: readonly unknown[] = [value];
  for (;;) {
    const inside: unknown[] = [];
    let isNested = false;
    for (const each of level) {
      if (typeof each !== 'object' || each === null) continue;
      isNested = true;
      for (const item of Object.values(each)) inside.push(item);
    }
    if (!isNested) return depth;
    depth += 1;
    level = inside;
  }
}
