import type { ReactElement, ReactNode } from 'react';

interface RoomyProps {
  /** What the table in it needs to be read, in pixels. */
  readonly width: number;
  /** What it is called, for a table with nothing in it that could have the focus. */
  readonly label?: string;
  readonly children: ReactNode;
}

/** A table that would be crushed keeps its width, and is scrolled in the place of the page; where EUI has cards, they fit. */
export function Roomy({ width, label, children }: RoomyProps): ReactElement {
  return (
    <div
      css={{ overflowX: 'auto', '@media (min-width: 768px)': { '.euiTable': { minWidth: width } } }}
      {...(label !== undefined && { tabIndex: 0, role: 'group', 'aria-label': label })}
    >
      {children}
    </div>
  );
}
