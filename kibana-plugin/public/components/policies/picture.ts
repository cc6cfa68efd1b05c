import type { SimulationAnswer } from 'incident-core';

type Passage = SimulationAnswer['passages'][number];
type Told = Passage['told'][number];
type Planned = Told['notifications'][number];

/** One passage as a column, with how long it lasts. */
export interface Band {
  readonly passage: Passage;
  readonly from: number;
  readonly until: number;
  /** How wide it is drawn, beside the others: long ones less than they are, so that short ones are seen. */
  readonly weight: number;
}

/** One notification, in the column of its time. */
export interface Mark {
  readonly band: number;
  /** Where in the column, from 0 to 1. */
  readonly offset: number;
  readonly at: number;
  /** Milliseconds after the step's turn came. */
  readonly delay: number;
  readonly planned: Planned;
}

/** Who is told, with everything that they get. */
export interface Row {
  readonly id: string;
  readonly recipient: Told['recipient'];
  readonly onCall: Told['on_call'];
  readonly marks: readonly Mark[];
}

export interface Picture {
  readonly bands: readonly Band[];
  readonly rows: readonly Row[];
}

const HOUR_MS = 3_600_000;

/** A simulation, laid out over time: passages beside each other, recipients below each other. */
export function toPicture({ passages, ends }: Pick<SimulationAnswer, 'passages' | 'ends'>): Picture {
  const bands = passages.map((passage, index): Band => {
    const from = Date.parse(passage.due_at);
    const next = passages[index + 1]?.due_at ?? ends?.at;
    const until = next === undefined ? from + HOUR_MS : Math.max(from, Date.parse(next));
    return { passage, from, until, weight: Math.sqrt(Math.max(1, (until - from) / 60_000)) };
  });
  const rows = new Map<string, Row & { readonly marks: Mark[] }>();
  for (const { passage, from } of bands) {
    for (const { recipient, on_call, notifications } of passage.told) {
      const id = `${recipient.type} ${recipient.id}`;
      const row = rows.get(id) ?? { id, recipient, onCall: on_call, marks: [] };
      rows.set(id, row);
      for (const planned of notifications) row.marks.push(toMark(planned, from, bands));
    }
  }
  return { bands, rows: [...rows.values()] };
}

/** In the column in whose time it falls: a personal delay may reach beyond its own step. */
function toMark(planned: Planned, due: number, bands: readonly Band[]): Mark {
  const at = Date.parse(planned.hold?.until ?? planned.at);
  const band = Math.max(
    0,
    bands.findLastIndex(({ from }) => from <= at),
  );
  const { from = at, until = at } = bands[band] ?? {};
  const offset = until > from ? Math.min(1, (at - from) / (until - from)) : 0;
  return { band, offset, at, delay: Date.parse(planned.at) - due, planned };
}
