/**
 * Stands in for `@kbn/i18n` in the server part: English. Of what can be put into a message only the values, for what a
 * server says has no plurals.
 */
exports.i18n = {
  /** @param {string} _id @param {{ readonly defaultMessage: string, readonly values?: Readonly<Record<string, string | number>> }} message */
  translate: (_id, { defaultMessage, values = {} }) =>
    defaultMessage.replaceAll(/\{(\w+)\}/g, (_, /** @type {string} */ name) => String(values[name])),
  getLocale: () => 'en',
};
