/** Stands in for `@kbn/config-schema`: the few types that our settings use, with their defaults. */
/** @typedef {{ readonly defaultValue?: unknown }} Options */

/** @param {(value: unknown) => unknown} validate */
const type = (validate) => ({ validate });

/** @param {Options} [options] */
const value = (options) => type((given) => given ?? options?.defaultValue);

const units = /** @type {const} */ ({ ms: 1, s: 1_000, m: 60_000 });

/** @param {unknown} text */
function duration(text) {
  const [, count = '0', unit = 'ms'] = /^(\d+)(ms|s|m)$/.exec(String(text)) ?? [];
  const milliseconds = Number(count) * units[/** @type {keyof typeof units} */ (unit)];
  return { asMilliseconds: () => milliseconds };
}

const schema = {
  string: value,
  uri: value,
  boolean: value,
  /** @param {Options} options */
  duration: (options) => type((given) => duration(given ?? options.defaultValue)),
  /** @param {ReturnType<typeof type>} inner */
  maybe: (inner) => type((given) => (given === undefined ? undefined : inner.validate(given))),
  arrayOf: () => type((given) => given),
  oneOf: () => type((given) => given),
  /** @param {Readonly<Record<string, ReturnType<typeof type>>>} fields */
  object: (fields) =>
    type((given) => {
      const known = /** @type {Readonly<Record<string, unknown>>} */ (given ?? {});
      return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.validate(known[name])]));
    }),
};

module.exports = { schema };
