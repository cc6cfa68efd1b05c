/** Does something for many at once. */
export type ActTogether<Item> = (items: readonly Item[]) => Promise<void>;
/** Told why what was tried for many is now done for each alone. */
export type OnSplit = (error: unknown, count: number) => void;

/**
 * Does for all at once what can be done for each; when that fails, for each alone, so that a bad one holds up no other.
 * Whatever is done twice by that must be as if it were done once. Answers what came of each, in order.
 */
export async function together<Item>(
  items: readonly Item[],
  act: ActTogether<Item>,
  onSplit: OnSplit,
): Promise<readonly PromiseSettledResult<void>[]> {
  if (items.length > 1) {
    const [all] = await Promise.allSettled([act(items)]);
    if (all.status === 'fulfilled') return items.map(() => all);
    onSplit(all.reason, items.length);
  }
  return Promise.allSettled(items.map((item) => act([item])));
}

interface Waiting<Item> {
  readonly item: Item;
  readonly settle: (result: PromiseSettledResult<void>) => void;
}

/**
 * Collects what arrives while the one before is under way, and does it together: the more there is to do, the less each
 * costs, and nothing waits while there is little. Each caller is told of its own.
 */
export class Collector<Item> {
  readonly #act: ActTogether<Item>;
  readonly #most: number;
  readonly #onSplit: OnSplit;
  readonly #waiting: Waiting<Item>[] = [];
  #isWorking = false;

  /** @param most how many are done at once */
  constructor(act: ActTogether<Item>, most: number, onSplit: OnSplit) {
    this.#act = act;
    this.#most = most;
    this.#onSplit = onSplit;
  }

  /** Ends when this one is done; throws when this one could not be done alone either. */
  async add(item: Item): Promise<void> {
    const result = await new Promise<PromiseSettledResult<void>>((settle) => {
      this.#waiting.push({ item, settle });
      void this.#work();
    });
    if (result.status === 'rejected') throw result.reason;
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#most);
      const items = batch.map(({ item }) => item);
      const results = await together(items, this.#act, this.#onSplit);
      results.forEach((result, at) => batch[at]?.settle(result));
    }
    this.#isWorking = false;
  }
}
