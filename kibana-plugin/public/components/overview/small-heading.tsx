import { useEuiFontSize } from '@elastic/eui';
import type { ReactElement } from 'react';

interface SmallHeadingProps {
  readonly level: 'h2' | 'h3';
  readonly text: string;
}

/** The heading of something small: a figure, or a part of a panel. */
export function SmallHeading({ level: Level, text }: SmallHeadingProps): ReactElement {
  const size = useEuiFontSize('s');
  return <Level css={[size, { fontWeight: 500, margin: 0 }]}>{text}</Level>;
}
