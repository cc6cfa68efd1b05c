/**
 * The icons that may be used: names that EUI 90 and the newest EUI both have. The newest shows any other name as a
 * broken picture, and TypeScript says nothing, for EUI takes any text. A test holds this list against both.
 */
export const ICONS = [
  ...['alert', 'annotation', 'apmApp', 'bell', 'bellSlash', 'bolt', 'boxesVertical', 'broom', 'bug', 'calendar'],
  ...['casesApp', 'check', 'clock', 'copy', 'cross', 'document', 'documents', 'dot', 'download', 'error', 'eye'],
  ...['filter', 'flag', 'folderOpen', 'gear', 'globe', 'grid', 'heart', 'help', 'home', 'inspect', 'link', 'list'],
  ...['lock', 'logoObservability', 'logoSlack', 'logoWebhook', 'menu', 'minimize', 'minus', 'pause', 'pencil', 'play'],
  ...['plus', 'push', 'refresh', 'save', 'search', 'share', 'sortDown', 'sortUp', 'starFilled', 'stop', 'tag'],
  ...['timeline', 'trash', 'user', 'users', 'warning'],
] as const;
export type IconName = (typeof ICONS)[number];

/** Every icon is named through this; lint refuses a bare text. */
export function icon(name: IconName): IconName {
  return name;
}
