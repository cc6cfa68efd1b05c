import { EuiText } from '@elastic/eui';
import type { ReactElement, ReactNode } from 'react';

/** Every row is as high as every other, whatever is in it: what changes in one moves none. */
export function TwoLines({ first, second }: { readonly first: ReactNode; readonly second: ReactNode }): ReactElement {
  return (
    <div css={{ minWidth: 0, width: '100%' }}>
      <div css={{ lineHeight: '22px', height: 22, overflow: 'hidden' }}>{first}</div>
      <EuiText size="xs" color="subdued" css={{ lineHeight: '20px', height: 20, overflow: 'hidden' }}>
        {second}
      </EuiText>
    </div>
  );
}
