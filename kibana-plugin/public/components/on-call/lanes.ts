import { i18n } from '@kbn/i18n';
import type { GapAnswer, OverrideAnswer, ScheduleAnswer, ShiftAnswer, ShiftsAnswer } from 'incident-core';
import { isolate, plain } from '../text';

/** A stretch of time in one row of the calendar. */
export interface Piece {
  readonly id: string;
  readonly kind: 'shift' | 'override' | 'gap';
  /** Null for a gap. */
  readonly userId: string | null;
  readonly name: string;
  readonly from: number;
  readonly until: number;
  /** What puts them on call, or why nobody is. */
  readonly because: string;
  /** The override that it is of, which can be taken back. */
  readonly overrideId: string | null;
}

/** One row of the calendar. */
export interface Lane {
  readonly id: string;
  readonly kind: 'layer' | 'overrides' | 'final';
  readonly title: string;
  /** Goes on with the row above. */
  readonly isMore: boolean;
  readonly pieces: readonly Piece[];
}

type NameOf = (userId: string) => string | undefined;

/** The rows from the weakest to the strongest, and last who really is on call. */
export function toLanes(answer: ShiftsAnswer, overrides: readonly OverrideAnswer[], nameOf: NameOf): readonly Lane[] {
  const { from, until } = answer;
  const shown = overrides.filter((override) => override.from < until && override.until > from);
  return [
    ...answer.layers.map(({ name, shifts }, index): Lane => ({
      id: `layer-${index}`,
      kind: 'layer',
      isMore: false,
      title: plain(name, 80),
      pieces: shifts.map((shift) => toPiece(shift, nameOf)),
    })),
    ...spread(shown).map((row, index): Lane => ({
      id: `overrides-${index}`,
      kind: 'overrides',
      isMore: index > 0,
      title: i18n.translate('incidents.onCall.lane.overrides', { defaultMessage: 'Overrides' }),
      pieces: row.map((override) => ofOverride(override, nameOf)),
    })),
    {
      id: 'final',
      kind: 'final',
      isMore: false,
      title: i18n.translate('incidents.onCall.lane.final', { defaultMessage: 'On call' }),
      pieces: answer.final.map((piece) =>
        piece.kind === 'gap' ? ofGap(piece, Date.parse(piece.from === null ? from : until)) : toPiece(piece, nameOf),
      ),
    },
  ];
}

/** In as many rows as they need so that none hides another. */
function spread(overrides: readonly OverrideAnswer[]): readonly (readonly OverrideAnswer[])[] {
  const rows: OverrideAnswer[][] = [];
  for (const override of [...overrides].sort((one, other) => (one.from < other.from ? -1 : 1))) {
    const row = rows.find((each) => (each.at(-1)?.until ?? '') <= override.from);
    if (row) row.push(override);
    else rows.push([override]);
  }
  return rows;
}

const nobodySince = () => i18n.translate('incidents.onCall.deleted', { defaultMessage: 'somebody since deleted' });

function toPiece({ user, by, from, until }: ShiftAnswer, nameOf: NameOf): Piece {
  const isOverride = by.type === 'override';
  return {
    id: `${user.id}-${from}`,
    kind: isOverride ? 'override' : 'shift',
    userId: user.id,
    name: plain(user.name ?? nameOf(user.id) ?? nobodySince(), 80),
    from: Date.parse(from),
    until: Date.parse(until),
    because: isOverride ? overrideText() : layerText(by.name),
    overrideId: isOverride ? by.id : null,
  };
}

function ofOverride({ id, user_id, from, until }: OverrideAnswer, nameOf: NameOf): Piece {
  return {
    id,
    kind: 'override',
    userId: user_id,
    name: plain(nameOf(user_id) ?? nobodySince(), 80),
    from: Date.parse(from),
    until: Date.parse(until),
    because: overrideText(),
    overrideId: id,
  };
}

/** `around`: where it begins or ends when it has no beginning or no end. */
export function ofGap({ from, until, reason }: GapAnswer, around: number): Piece {
  return {
    id: `gap-${from}`,
    kind: 'gap',
    userId: null,
    name: nobodyText(),
    from: from === null ? around : Date.parse(from),
    until: until === null ? around : Date.parse(until),
    because: gapText(reason),
    overrideId: null,
  };
}

export function nobodyText(): string {
  return i18n.translate('incidents.onCall.nobody', { defaultMessage: 'Nobody' });
}

function overrideText(): string {
  return i18n.translate('incidents.onCall.by.override', { defaultMessage: 'by an override' });
}

function layerText(name: string): string {
  const values = { name: isolate(name, 80) };
  return i18n.translate('incidents.onCall.by.layer', { defaultMessage: 'by the layer {name}', values });
}

export function gapText(reason: GapAnswer['reason']): string {
  switch (reason) {
    case 'empty':
      return i18n.translate('incidents.onCall.gap.empty', { defaultMessage: 'no layer has anybody' });
    case 'restricted':
      return i18n.translate('incidents.onCall.gap.restricted', { defaultMessage: 'no layer covers these hours' });
    case 'not_started':
      return i18n.translate('incidents.onCall.gap.notStarted', { defaultMessage: 'the next layer begins later' });
    case 'ended':
      return i18n.translate('incidents.onCall.gap.ended', { defaultMessage: 'all layers have ended' });
  }
}

/** Everybody who has a turn in a schedule, in the order in which they come, so that each keeps a colour. */
export function peopleOf(schedule: ScheduleAnswer, lanes: readonly Lane[]): readonly string[] {
  const turns = schedule.layers.flatMap(({ participant_ids }) => participant_ids);
  const shown = lanes.flatMap(({ pieces }) => pieces.flatMap(({ userId }) => userId ?? []));
  return [...new Set([...turns, ...shown])];
}
