import { jsx as styled } from '@emotion/react';
import { createElement, Fragment, type ElementType, type Key, type ReactElement } from 'react';

/**
 * What JSX is compiled to. Kibana shares React and emotion with its plugins, but the JSX runtime of neither, and a
 * bundled one would bring a second emotion.
 */
export function jsx(type: ElementType, props: Readonly<Record<string, unknown>>, key?: Key): ReactElement {
  const all = key === undefined ? props : { ...props, key };
  return Object.hasOwn(props, 'css') ? styled(type, all) : createElement(type, all);
}

export { jsx as jsxs, Fragment };
