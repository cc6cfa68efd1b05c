import { useEuiFontSize, useEuiTheme } from '@elastic/eui';
import { useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { AlertText } from '../alert-text';
import { useSubdued } from '../small';
import { CalendarPiece } from './calendar-piece';
import { LABEL_WIDTH } from './geometry';
import type { Lane, Piece } from './lanes';
import type { Range } from './range';

interface CalendarLaneProps {
  readonly lane: Lane;
  readonly range: Range;
  readonly zone: string;
  /** How wide the days are; 0 as long as nobody knows. */
  readonly pixels: number;
  readonly now: number;
  readonly people: readonly string[];
  readonly actionsFor: (piece: Piece, close: () => void) => ReactNode;
}

/** One row: Tab leads to it, the arrows from piece to piece. */
export function CalendarLane({ lane, range, zone, pixels, now, people, actionsFor }: CalendarLaneProps): ReactElement {
  const { euiTheme } = useEuiTheme();
  const subdued = useSubdued();
  const size = useEuiFontSize('xs');
  const [held, setHeld] = useState<string | undefined>(undefined);
  const shown = lane.pieces.filter(({ from, until }) => from < range.until && until > range.from);
  const first = shown.find(({ id }) => id === held) ?? shown.find(({ until }) => until > now) ?? shown[0];
  const isFinal = lane.kind === 'final';
  return (
    <div
      css={{
        display: 'flex',
        position: 'relative',
        borderBlockStart: isFinal ? euiTheme.border.thick : undefined,
        height: isFinal ? 48 : 36,
      }}
      data-test-subj={`incidentsLane-${lane.kind}`}
    >
      <div
        css={[
          size,
          {
            width: LABEL_WIDTH,
            flex: 'none',
            display: 'flex',
            alignItems: 'center',
            paddingInline: 12,
            color: isFinal ? euiTheme.colors.text : subdued,
            fontWeight: isFinal ? 700 : undefined,
          },
        ]}
      >
        <span css={{ minWidth: 0 }}>{!lane.isMore && <AlertText text={lane.title} lines={1} />}</span>
      </div>
      <div
        role="group"
        aria-label={lane.title}
        css={{ position: 'relative', flex: 1, minWidth: 0, overflow: 'hidden' }}
        onKeyDown={walk}
      >
        {shown.map((piece) => (
          <CalendarPiece
            key={piece.id}
            piece={piece}
            range={range}
            zone={zone}
            pixels={pixels}
            tone={piece.userId === null ? -1 : people.indexOf(piece.userId)}
            isPale={!isFinal}
            isReached={piece.id === first?.id}
            onReach={() => setHeld(piece.id)}
            actionsFor={actionsFor}
          />
        ))}
      </div>
    </div>
  );
}

/** From piece to piece, and to the ends. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const pieces = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-piece]')];
  const now = pieces.findIndex((piece) => piece === event.target);
  // What is typed in a popover comes by here too.
  if (now < 0) return;
  const next = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: pieces.length - 1 }[event.key];
  const piece = next === undefined ? undefined : pieces[next];
  if (!piece) return;
  event.preventDefault();
  piece.focus();
}
