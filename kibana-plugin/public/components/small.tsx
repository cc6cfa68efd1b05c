import { EuiTextColor, useEuiFontSize } from '@elastic/eui';
import type { ReactElement, ReactNode } from 'react';

interface SmallProps {
  readonly color?: 'subdued' | 'danger';
  readonly children: ReactNode;
}

/** Small text within a line, or within a button, where EuiText of older EUI, always a block, may not stand. */
export function Small({ color = 'subdued', children }: SmallProps): ReactElement {
  const size = useEuiFontSize('xs');
  return (
    <EuiTextColor color={color} css={size}>
      {children}
    </EuiTextColor>
  );
}
