import { EuiText } from '@elastic/eui';
import type { ReactElement, ReactNode } from 'react';
import { useSubdued } from '../small';

interface TwoLinesProps {
  readonly first: ReactNode;
  /** For a first one that is a text of several lines. */
  readonly firstLines?: number;
  readonly second?: ReactNode;
}

/** On the colour of a row that was chosen, what is fainter or coloured elsewhere is too faint. */
const chosen = (what: string) => ({ [`.euiTableRow-isSelected ${what}`]: { color: 'inherit' } });

// Every row is as high as every other, whatever is in it: what changes in one moves none.
const [FIRST, SECOND] = [22, 20];

export function TwoLines({ first, firstLines = 1, second }: TwoLinesProps): ReactElement {
  const color = useSubdued();
  return (
    <div css={{ minWidth: 0, width: '100%', ...chosen('& [class*="euiTextColor"]') }}>
      <div css={{ lineHeight: `${FIRST}px`, height: firstLines * FIRST, overflow: 'hidden' }}>{first}</div>
      <EuiText size="xs" css={{ lineHeight: `${SECOND}px`, height: SECOND, overflow: 'hidden', color, ...chosen('&') }}>
        {second}
      </EuiText>
    </div>
  );
}

/** One text over both lines. */
export function OneText({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <div css={{ minWidth: 0, width: '100%', lineHeight: `${(FIRST + SECOND) / 2}px`, height: FIRST + SECOND }}>
      {children}
    </div>
  );
}
