/** A JSON schema as the description of the API has it, as far as the contract uses it. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly format?: string;
}

/** A place in a body, from its root. */
export type Place = readonly string[];

/** A body as its schema would have it, and all the places where something may stand in one. */
export interface SampleBody {
  readonly body: unknown;
  readonly places: readonly Place[];
}

/** What stands for texts with a meaning that a schema does not tell: by the name of the field. */
export type Known = Readonly<Record<string, unknown>>;

const DEEPEST = 5;
const NOBODY = '01890a5d-ac96-774b-bcce-b302099a8057';

/** Made from the schema alone, so that a new route is walked without anybody thinking of it. */
export function sampleBody(schema: JsonSchema, named: Schemas, known: Known): SampleBody {
  const maker = new Maker(named, known);
  return { body: maker.sample(schema, ''), places: maker.places(schema) };
}

/** Those that others refer to, by their names. */
export type Schemas = Readonly<Record<string, JsonSchema>>;

/** The body with another value at a place; what is missing on the way there is made. */
export function withValue(body: unknown, place: Place, value: unknown): unknown {
  const [name, ...rest] = place;
  if (name === undefined) return value;
  if (name === '[]') {
    const [first, ...others] = Array.isArray(body) ? (body as readonly unknown[]) : [];
    return [withValue(first, rest, value), ...others];
  }
  const object = typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {};
  return { ...object, [name]: withValue((object as Readonly<Record<string, unknown>>)[name], rest, value) };
}

class Maker {
  constructor(
    private readonly named: Schemas,
    private readonly known: Known,
  ) {}

  sample(given: JsonSchema, name: string, depth = 0): unknown {
    const schema = this.resolved(given);
    if (name in this.known) return this.known[name];
    if (schema.const !== undefined) return schema.const;
    if (schema.enum !== undefined) return schema.enum[0];
    if (schema.default !== undefined) return schema.default;
    const [first] = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
    if (first) return this.sample(first, name, depth);
    switch (schema.type) {
      case 'object':
        return this.object(schema, depth);
      case 'array':
        return Array.from({ length: schema.minItems ?? 1 }, () => this.sample(schema.items ?? {}, name, depth + 1));
      case 'integer':
      case 'number':
        return schema.minimum ?? (schema.exclusiveMinimum ?? 0) + 1;
      case 'boolean':
        return true;
      case 'null':
        return null;
      default:
        return toText(schema);
    }
  }

  places(given: JsonSchema, place: Place = [], depth = 0): readonly Place[] {
    if (depth > DEEPEST) return [];
    const schema = this.resolved(given);
    const here = place.length === 0 ? [] : [place];
    const ways = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
    const inside = [
      ...ways.flatMap((way) => this.places(way, place, depth + 1)),
      ...Object.entries(schema.properties ?? {}).flatMap(([name, each]) =>
        this.places(each, [...place, name], depth + 1),
      ),
      ...(schema.items ? this.places(schema.items, [...place, '[]'], depth + 1) : []),
    ];
    const all = [...here, ...inside];
    return [...new Map(all.map((each) => [each.join(' '), each])).values()];
  }

  private object({ properties = {}, required = [] }: JsonSchema, depth: number): unknown {
    if (depth > DEEPEST) return {};
    return Object.fromEntries(
      Object.entries(properties).flatMap(([name, schema]) =>
        required.includes(name) ? [[name, this.sample(schema, name, depth + 1)]] : [],
      ),
    );
  }

  private resolved(schema: JsonSchema): JsonSchema {
    const name = schema.$ref?.replace('#/components/schemas/', '');
    const found = name === undefined ? schema : (this.named[name] ?? {});
    return found.allOf
      ? found.allOf.reduce<JsonSchema>((all, each) => ({ ...all, ...this.resolved(each) }), found)
      : found;
  }
}

function toText({ format, minLength = 1 }: JsonSchema): string {
  switch (format) {
    case 'uuid':
      return NOBODY;
    case 'date-time':
      return '2027-01-05T04:00:00.000Z';
    case 'uri':
      return 'https://example.com/';
    case 'email':
      return 'someone@example.com';
    default:
      return 'a sample'.padEnd(minLength, '.');
  }
}
