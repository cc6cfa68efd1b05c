import { EuiText } from '@elastic/eui';
import type { ReactElement, ReactNode } from 'react';
import { useSubdued } from '../small';

interface TwoLinesProps {
  readonly first: ReactNode;
  readonly second?: ReactNode;
}

// Every row is as high as every other, whatever is in it: what changes in one moves none.
const [FIRST, SECOND] = [22, 20];

export function TwoLines({ first, second }: TwoLinesProps): ReactElement {
  const color = useSubdued();
  return (
    <div css={{ minWidth: 0, width: '100%' }}>
      <div css={{ lineHeight: `${FIRST}px`, height: FIRST, overflow: 'hidden' }}>{first}</div>
      <EuiText size="xs" css={{ lineHeight: `${SECOND}px`, height: SECOND, overflow: 'hidden', color }}>
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
