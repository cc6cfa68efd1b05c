import type { EscalationPolicy, NamedPolicy, NamedTargetType, NamedThings } from 'incident-core';
import { toGivenPolicy } from './policy-answer.ts';

/** Something that a policy can name. */
export interface Thing {
  readonly type: NamedTargetType;
  readonly id: string;
  readonly name: string;
}

/** All that policies can name, both ways. Some names belong to several things, as schedules of two teams may. */
export class PolicyNames {
  private readonly names: ReadonlyMap<string, string>;

  constructor(private readonly things: readonly Thing[]) {
    this.names = new Map(things.map(({ type, id, name }) => [`${type} ${id}`, name] as const));
  }

  /** By the names that only one thing bears. */
  get ids(): NamedThings {
    const of = (type: NamedTargetType) => {
      const known = this.things.filter((thing) => thing.type === type && this.bearers(type, thing.name) === 1);
      return new Map(known.map(({ name, id }) => [name, id] as const));
    };
    return {
      user: of('user'),
      team: of('team'),
      schedule: of('schedule'),
      webhook: of('webhook'),
      slack_channel: of('slack_channel'),
    };
  }

  /** How many things of the type are called so. */
  bearers(type: NamedTargetType, name: string): number {
    return this.counts.get(`${type} ${name.toLowerCase()}`) ?? 0;
  }

  /** A policy as files write it. */
  name(policy: Omit<EscalationPolicy, 'id'>): NamedPolicy {
    const { team_id, steps, ...rest } = toGivenPolicy(policy);
    return {
      ...rest,
      team: team_id && this.nameOf('team', team_id),
      steps: steps.map(({ targets, ...step }) => ({
        ...step,
        targets: targets.map(({ type, id }) => ({ type, name: this.nameOf(type, id) })),
      })),
    };
  }

  private nameOf(type: NamedTargetType, id: string): string {
    return this.names.get(`${type} ${id}`) ?? id;
  }

  private get counts(): ReadonlyMap<string, number> {
    this.#counts ??= countsOf(this.things);
    return this.#counts;
  }
  #counts: ReadonlyMap<string, number> | null = null;
}

function countsOf(things: readonly Thing[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { type, name } of things) {
    const key = `${type} ${name.toLowerCase()}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
