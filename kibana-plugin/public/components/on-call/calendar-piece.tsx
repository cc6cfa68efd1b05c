import {
  EuiPopover,
  EuiPopoverTitle,
  EuiScreenReaderOnly,
  EuiSpacer,
  EuiText,
  transparentize,
  useEuiFontSize,
  useEuiTheme,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useState, type ReactElement, type ReactNode } from 'react';
import { AlertText } from '../alert-text';
import { isolate } from '../text';
import { dayAndTime } from '../time/zone';
import { share, widthOf } from './geometry';
import type { Piece } from './lanes';
import type { Range } from './range';
import { usePersonColor } from './person-color';
import { labelOf, LEAST_PIXELS, widthIn } from './piece-label';

interface CalendarPieceProps {
  readonly piece: Piece;
  readonly range: Range;
  readonly zone: string;
  /** How wide its row is; 0 as long as nobody knows. */
  readonly pixels: number;
  /** Which of the people; below 0 for nobody. */
  readonly tone: number;
  readonly isPale: boolean;
  /** Whether Tab leads to it. */
  readonly isReached: boolean;
  readonly onReach: () => void;
  readonly actionsFor: (piece: Piece, close: () => void) => ReactNode;
}

/** A turn, an override or a gap, with what is known of it and what can be done behind a click. */
export function CalendarPiece(props: CalendarPieceProps): ReactElement {
  const { piece, range, zone, pixels, isReached, onReach, actionsFor } = props;
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const look = useLook(props);
  const size = useEuiFontSize('xs');
  const values = { name: isolate(piece.name, 80), when: whenText(piece, zone), because: piece.because };
  return (
    <div
      style={{ insetInlineStart: share(range, piece.from), width: widthOf(range, piece.from, piece.until) }}
      css={{
        position: 'absolute',
        insetBlock: 3,
        minWidth: LEAST_PIXELS,
        // The shortest is drawn wider than it is: above its neighbours, or no mouse would find it.
        zIndex: widthIn(piece, range, pixels) < LEAST_PIXELS ? 2 : 1,
        paddingInline: 1,
        '.euiPopover': { display: 'block', height: '100%' },
      }}
    >
      <EuiPopover
        display="block"
        isOpen={isOpen}
        closePopover={close}
        anchorPosition="upCenter"
        panelPaddingSize="s"
        aria-label={piece.name}
        css={{ height: '100%', '.euiPopover__anchor': { display: 'block', height: '100%' } }}
        button={
          <button
            type="button"
            data-piece={piece.id}
            data-test-subj={`incidentsPiece-${piece.kind}`}
            tabIndex={isReached ? 0 : -1}
            aria-haspopup="dialog"
            aria-expanded={isOpen}
            onFocus={onReach}
            onClick={() => setOpen(!isOpen)}
            css={[size, look]}
          >
            <span aria-hidden>{labelOf(piece, range, zone, pixels)}</span>
            <EuiScreenReaderOnly>
              <span>
                {i18n.translate('incidents.onCall.piece', {
                  defaultMessage: '{name}, {when}, {because}',
                  values,
                })}
              </span>
            </EuiScreenReaderOnly>
          </button>
        }
      >
        <EuiPopoverTitle paddingSize="s">
          <AlertText text={piece.name} most={80} />
        </EuiPopoverTitle>
        <div css={{ width: 260 }} data-test-subj="incidentsPiecePopover">
          <EuiText size="xs">
            <div>{whenText(piece, zone)}</div>
            <div>{piece.because}</div>
          </EuiText>
          <EuiSpacer size="s" />
          {actionsFor(piece, close)}
        </div>
      </EuiPopover>
    </div>
  );
}

function useLook({ piece, tone, isPale, range }: CalendarPieceProps) {
  const { euiTheme } = useEuiTheme();
  const color = usePersonColor(tone);
  const { danger, dangerText, text } = euiTheme.colors;
  const isGap = piece.kind === 'gap';
  const stripe = transparentize(danger, 0.3);
  const radius = euiTheme.border.radius.small;
  return {
    display: 'block',
    width: '100%',
    height: '100%',
    paddingInline: 4,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    textAlign: 'start',
    fontWeight: isPale ? 400 : 600,
    borderRadius: radius,
    ...(piece.from < range.from ? { borderStartStartRadius: 0, borderEndStartRadius: 0 } : {}),
    ...(piece.until > range.until ? { borderStartEndRadius: 0, borderEndEndRadius: 0 } : {}),
    color: isGap ? dangerText : text,
    background: isGap
      ? `repeating-linear-gradient(135deg, ${transparentize(danger, 0.08)} 0 6px, ${stripe} 6px 8px), ${euiTheme.colors.emptyShade}`
      : `linear-gradient(${transparentize(color, isPale ? 0.2 : 0.35)} 0 0), ${euiTheme.colors.emptyShade}`,
    boxShadow: isGap
      ? `inset 0 0 0 1px ${danger}`
      : `inset ${piece.kind === 'override' ? `0 0 0 1px ${color}, inset ` : ''}3px 0 0 ${color}`,
    '&:hover, &[aria-expanded="true"]': { filter: 'brightness(0.95)' },
    '&:focus-visible': { outline: `2px solid ${euiTheme.colors.primary}`, outlineOffset: -2 },
  } as const;
}

function whenText({ from, until }: Piece, zone: string): string {
  const values = { from: dayAndTime(from, zone), until: dayAndTime(until, zone) };
  return i18n.translate('incidents.onCall.when', { defaultMessage: '{from} – {until}', values });
}
