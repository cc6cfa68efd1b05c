import type { Channel } from '../model/notification.ts';
import type { ReadinessProblem, RecipientReach, ScheduleAhead } from '../model/readiness.ts';
import type { Layer } from '../model/schedule.ts';
import { toMinuteText, toReadinessProblem, whyUnreached } from '../model/unreached.ts';

/** All that a schedule's readiness is judged by. */
export interface ScheduleFacts {
  readonly layers: readonly Layer[];
  readonly ahead: ScheduleAhead;
  /** Everybody in its layers and its time ahead, by `user:id`. */
  readonly reach: ReadonlyMap<string, RecipientReach>;
  readonly configured: readonly Channel[];
}

/**
 * Lists what keeps a schedule from having somebody who can be told. A participant whom nothing reaches, and nobody at
 * all, block; gaps in the time ahead are a warning. A layer that is over by then is not asked.
 */
export function findScheduleProblems(facts: ScheduleFacts): readonly ReadinessProblem[] {
  return [
    ...placesOf(facts).flatMap(({ userId, path }) => {
      const why = whyUnreached(facts.reach.get(`user:${userId}`), userId, 'high', facts.configured);
      return why ? [toReadinessProblem(path, why)] : [];
    }),
    ...missing(facts.ahead),
  ];
}

/** Where people stand who have turns, or a shift by an override in the time ahead; each once a layer. */
function placesOf({
  layers,
  ahead: { pieces },
}: ScheduleFacts): readonly { readonly userId: string; readonly path: string }[] {
  const from = pieces[0]?.from.getTime() ?? 0;
  const byLayer = layers.flatMap(({ participantIds, validUntil }, layer) => {
    if (validUntil !== null && Date.parse(validUntil) <= from) return [];
    return participantIds.flatMap((userId, at) =>
      participantIds.indexOf(userId) === at ? [{ userId, path: `$.layers[${layer}].participant_ids[${at}]` }] : [],
    );
  });
  const byOverride = pieces.flatMap((piece) =>
    piece.kind === 'on_call' && piece.by.type === 'override' ? [piece.userId] : [],
  );
  return [...byLayer, ...[...new Set(byOverride)].map((userId) => ({ userId, path: '$.overrides' }))];
}

function missing({ pieces }: ScheduleAhead): readonly ReadinessProblem[] {
  const gaps = pieces.flatMap((piece) => (piece.kind === 'gap' ? [piece] : []));
  const [first] = gaps;
  if (!first) return [];
  if (gaps.length === pieces.length && first.reason !== 'not_started') {
    const expected = 'a layer, or an override, that has somebody';
    return [toReadinessProblem('$.layers', { code: 'nobody_on_call', found: 'nobody who is ever on call', expected })];
  }
  const more = gaps.length === 1 ? '' : `, and ${gaps.length - 1} times more`;
  const found = `nobody on call from ${toMinuteText(first.from)} until ${toMinuteText(first.until)} (${first.reason})${more}`;
  return [toReadinessProblem('$.layers', { code: 'gap', found, expected: 'somebody at all times' })];
}
