import type { ReactElement, SVGProps } from 'react';

const ways = { down: 'M3 6l5 5 5-5', right: 'M6 3l5 5-5 5', left: 'M10 3L5 8l5 5' } as const;

/** EUI's names for arrows are not the same at both ends, so these are our own. */
export function arrow(way: keyof typeof ways) {
  return arrows[way];
}

const arrows = { down: draw(ways.down), right: draw(ways.right), left: draw(ways.left) } as const;

function draw(path: string) {
  return function Arrow(given: SVGProps<SVGSVGElement>): ReactElement {
    return (
      <svg width={16} height={16} viewBox="0 0 16 16" {...given} aria-hidden="true">
        <path
          d={path}
          fill="none"
          stroke="currentColor"
          strokeWidth={1.5}
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
    );
  };
}
