import { IntlMessageFormat } from 'intl-messageformat';

/** Stands in for `@kbn/i18n`, in the preview and in the tests: English, written out by the library that Kibana uses. */
export const i18n = {
  translate(
    _id: string,
    {
      defaultMessage,
      values = {},
    }: { readonly defaultMessage: string; readonly values?: Readonly<Record<string, string | number>> },
  ): string {
    return String(new IntlMessageFormat(defaultMessage, 'en', undefined, { ignoreTag: true }).format({ ...values }));
  },
  getLocale: () => 'en',
};
