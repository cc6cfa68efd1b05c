/** Stands in for `@kbn/i18n`, in the preview and in the tests: English, with `{name}` filled in. */
export const i18n = {
  translate(
    _id: string,
    {
      defaultMessage,
      values = {},
    }: { readonly defaultMessage: string; readonly values?: Readonly<Record<string, string | number>> },
  ): string {
    return defaultMessage.replaceAll(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));
  },
  getLocale: () => 'en',
};
