/** What is wrong with a configuration file: an error keeps all of it from being applied, a warning nothing. */
export interface ConfigProblem {
  readonly level: 'error' | 'warning';
  /** Where, from the root of the document; who has the text turns it into line and column. */
  readonly path: readonly (string | number)[];
  /** Set when it is the name at the end of the path that is wrong, not what stands there. */
  readonly at?: 'name';
  readonly found: string;
  readonly expected: string;
}

/** A configuration file as it was read, or all that is wrong with it. */
export type ConfigReading<Document> =
  | { readonly kind: 'read'; readonly document: Document }
  | { readonly kind: 'refused'; readonly problems: readonly ConfigProblem[] };

/** Who looks after a piece of configuration: a file, which is then its only place to edit, or people in the UI. */
export const CONFIG_OWNERS = ['file', 'ui'] as const;
export type ConfigOwner = (typeof CONFIG_OWNERS)[number];

/** A JSON path as people write it: `$.services["pay*"].latency`. */
export function toJsonPath(path: ConfigProblem['path']): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return /^[A-Za-z_$][\w$]*$/.test(part) ? `${text}.${part}` : `${text}[${JSON.stringify(part)}]`;
  }, '$');
}
