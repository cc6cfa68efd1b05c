import { EuiButtonEmpty } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useState, type ReactElement } from 'react';
import { shown } from './text';

interface AlertTextProps {
  readonly text: string;
  /** What is ours and stands before it, in our direction. */
  readonly before?: string;
  /** More is cut off before it reaches the page: nobody reads ten thousand characters in a cell. */
  readonly most?: number;
  /** As many lines as the place has; any number without. */
  readonly lines?: number;
}

/** A text that came from outside, as text: isolated, broken where it must, cut where it is too long. */
export function AlertText({ text, before, most = 300, lines }: AlertTextProps): ReactElement {
  const isolated = <bdi>{shown(text, most)}</bdi>;
  return (
    // The line keeps our direction, so that a text in another one stands where its neighbours stand.
    <span
      css={lines === undefined ? breaking : clamped(lines)}
      title={lines === undefined ? undefined : shown(text, 500)}
    >
      {before === undefined ? isolated : [before, ' ', <bdi key="text">{shown(text, most)}</bdi>]}
    </span>
  );
}

const LONG = 600;
const LONGEST = 20_000;

/** The whole of a text, behind a button when it is long. */
export function WholeText({ text }: { readonly text: string }): ReactElement {
  const [whole, setWhole] = useState(false);
  const isLong = text.length > LONG;
  return (
    <>
      <div css={{ maxHeight: 400, overflowY: 'auto' }} {...(whole ? { tabIndex: 0, role: 'group' } : {})}>
        <bdi css={{ ...breaking, whiteSpace: 'pre-wrap' }}>{shown(text, whole ? LONGEST : LONG)}</bdi>
      </div>
      {isLong && (
        <EuiButtonEmpty size="xs" flush="left" onClick={() => setWhole(!whole)} aria-expanded={whole}>
          {whole
            ? i18n.translate('incidents.text.less', { defaultMessage: 'Show less' })
            : i18n.translate('incidents.text.more', { defaultMessage: 'Show all of it' })}
        </EuiButtonEmpty>
      )}
    </>
  );
}

const breaking = { overflowWrap: 'anywhere' } as const;

function clamped(lines: number) {
  if (lines === 1) {
    return {
      display: 'block',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    } as const;
  }
  return {
    ...breaking,
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: lines,
    overflow: 'hidden',
  } as const;
}
