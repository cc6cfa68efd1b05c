import { useEuiTheme } from '@elastic/eui';
import type { ReactElement, ReactNode } from 'react';

/**
 * Around the list of an EuiSelectable: the option that is pointed at keeps the colour of text. The blue on blue of EUI 90
 * has a contrast of 4.4 to 1, and WCAG AA asks for 4.5.
 */
export function ReadableOptions({ children }: { readonly children: ReactNode }): ReactElement {
  const { euiTheme } = useEuiTheme();
  const option = '[role="option"][role="option"]:not([aria-disabled="true"])';
  return <div css={{ [option]: { color: euiTheme.colors.text } }}>{children}</div>;
}
