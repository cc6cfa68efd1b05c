import { isReady, type ReadinessProblem } from 'incident-core';
import { Problem } from '../platform/problem.ts';

/** How ready something is, as answers show it. */
export interface Readiness {
  readonly ready: boolean;
  readonly problems: ReadinessProblem[];
}

/** 422 with every problem, where one of them blocks. */
export function refuseUnready(problems: readonly ReadinessProblem[]): void {
  if (isReady(problems)) return;
  const blocking = problems.filter(({ severity }) => severity === 'blocking');
  throw new Problem(422, 'not-ready', 'It would not reach anybody who is meant', {
    detail: 'found what keeps people from being told; expected none of it, or force=true to save it as not ready',
    errors: blocking.map(({ path, found, expected }) => ({ path, found, expected })),
    problems,
  });
}

/** Whether it is ready, and all that there is to say about it. */
export function toReadiness(problems: readonly ReadinessProblem[]): Readiness {
  return { ready: isReady(problems), problems: [...problems] };
}
