import type { History, Location } from 'history';

/** The history as an app sees it, whose addresses begin behind its own; Kibana hands out the like. */
export function scopedHistory(parent: History, base: string): History {
  const inside = (location: Location): Location => ({
    ...location,
    pathname: location.pathname.slice(base.length) || '/',
  });
  const outside = <To extends { readonly pathname?: string | undefined }>(to: To) => ({
    ...to,
    pathname: `${base}${to.pathname ?? ''}`,
  });
  const move =
    (go: History['push']) =>
    (to: string | object, state?: unknown): void =>
      typeof to === 'string' ? go(`${base}${to}`, state) : go(outside(to));
  return {
    ...parent,
    get location() {
      return inside(parent.location);
    },
    get action() {
      return parent.action;
    },
    get length() {
      return parent.length;
    },
    push: move(parent.push as History['push']) as History['push'],
    replace: move(parent.replace as History['push']) as History['replace'],
    createHref: (location) => parent.createHref(outside(location)),
    listen: (listener) =>
      parent.listen((location, action) => {
        if (location.pathname.startsWith(base)) listener(inside(location), action);
      }),
  };
}
