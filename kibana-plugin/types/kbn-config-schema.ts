/** The part of `@kbn/config-schema` that our settings use; on the server, from Kibana's own node_modules. 8.12 to 9.x. */
export interface Type<Value> {
  /** Checks and gives the value, as Kibana does with what stands in kibana.yml. */
  validate(value: unknown): Value;
}
export type TypeOf<Of> = Of extends Type<infer Value> ? Value : never;

/** Moment's Duration, as far as we read it. */
export interface Duration {
  asMilliseconds(): number;
}

interface StringOptions {
  readonly defaultValue?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export declare const schema: {
  string(options?: StringOptions): Type<string>;
  uri(options: { readonly scheme: readonly string[]; readonly defaultValue?: string }): Type<string>;
  boolean(options?: { readonly defaultValue?: boolean }): Type<boolean>;
  duration(options: { readonly defaultValue: string; readonly min?: string; readonly max?: string }): Type<Duration>;
  maybe<Value>(type: Type<Value>): Type<Value | undefined>;
  arrayOf<Value>(type: Type<Value>): Type<Value[]>;
  oneOf<One, Other>(types: readonly [Type<One>, Type<Other>]): Type<One | Other>;
  object<Fields extends Readonly<Record<string, Type<unknown>>>>(
    fields: Fields,
  ): Type<{ readonly [Name in keyof Fields]: TypeOf<Fields[Name]> }>;
};
