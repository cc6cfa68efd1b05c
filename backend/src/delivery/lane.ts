import type { Channel } from 'incident-core';

/** A worker of a channel: how many messages it has under way, and at which servers. */
export class Lane {
  #underWay = 0;
  readonly #byServer = new Map<string, number>();

  constructor(
    readonly channel: Channel,
    private readonly most: number,
  ) {}

  /** How many more it may begin. */
  get room(): number {
    return this.most - this.#underWay;
  }

  /** How many wait for each server's answer. */
  get byServer(): ReadonlyMap<string, number> {
    return this.#byServer;
  }

  /** Counts messages, each by the server that it goes to, if it has one of its own. Each calls what it is answered once it has ended. */
  begin(servers: readonly (string | null)[]): readonly (() => void)[] {
    return servers.map((server) => {
      this.#count(server, 1);
      return () => this.#count(server, -1);
    });
  }

  #count(server: string | null, by: number): void {
    this.#underWay += by;
    if (server === null) return;
    const count = (this.#byServer.get(server) ?? 0) + by;
    if (count === 0) this.#byServer.delete(server);
    else this.#byServer.set(server, count);
  }
}
