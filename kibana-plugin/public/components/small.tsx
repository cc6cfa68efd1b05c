import { EuiText, useEuiFontSize, useEuiTheme } from '@elastic/eui';
import type { ReactElement, ReactNode } from 'react';

/** Older EUI's own `subdued` is a hair too faint on its dark panels: 4.49 to 1, where 4.5 is asked for. */
export function useSubdued(): string {
  return useEuiTheme().euiTheme.colors.darkShade;
}

interface SubduedProps {
  readonly size: 'xs' | 's';
  readonly children: ReactNode;
}

/** A paragraph that matters less than its neighbours. */
export function Subdued({ size, children }: SubduedProps): ReactElement {
  return (
    <EuiText size={size} css={{ color: useSubdued() }}>
      {children}
    </EuiText>
  );
}

interface SmallProps {
  /** `inherit` where the ground is another than the page's. */
  readonly color?: 'subdued' | 'danger' | 'inherit';
  readonly children: ReactNode;
}

/** Small text within a line, or within a button, where EuiText of older EUI, always a block, may not stand. */
export function Small({ color = 'subdued', children }: SmallProps): ReactElement {
  const size = useEuiFontSize('xs');
  const { colors } = useEuiTheme().euiTheme;
  const subdued = useSubdued();
  const shown = { danger: colors.dangerText, subdued, inherit: 'inherit' }[color];
  return <span css={[size, { color: shown }]}>{children}</span>;
}
