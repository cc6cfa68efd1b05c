/**
 * `@kbn/i18n`: in the browser shared by Kibana with its plugins (`__kbnSharedDeps__.KbnI18n`), on the server from
 * Kibana's own node_modules, where it knows translations only from the plugins' setup on. Same in 8.12 and 9.x.
 */
export declare const i18n: {
  translate(
    id: string,
    message: {
      readonly defaultMessage: string;
      readonly values?: Readonly<Record<string, string | number>>;
      readonly description?: string;
    },
  ): string;
  getLocale(): string;
};
