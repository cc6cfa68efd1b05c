import { ENVIRONMENT_NOT_DEFINED, toEnvironmentName } from '../model/rule-kind.ts';

const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const OPENING = 'service.name: (';

/** What a rule for several services looks at, in Kibana's query language. With a query, such a rule heeds its other filters no more. */
export function servicesQuery(given: {
  readonly services: readonly string[];
  readonly environment: string | null;
  readonly transactionType: string | null;
}): string {
  const names = given.services.map(quote).join(' or ');
  const environment = toEnvironmentName(given.environment);
  const place =
    environment === ENVIRONMENT_NOT_DEFINED
      ? 'not service.environment: *'
      : `service.environment: ${quote(environment)}`;
  const type = given.transactionType === null ? [] : [`transaction.type: ${quote(given.transactionType)}`];
  return [`${OPENING}${names})`, place, ...type].join(' and ');
}

/** The services that a query of ours names; none for another query. */
export function servicesInQuery(query: string): readonly string[] {
  if (!query.startsWith(OPENING)) return [];
  const names: string[] = [];
  let at = OPENING.length;
  for (;;) {
    QUOTED.lastIndex = at;
    const match = QUOTED.exec(query);
    if (match?.[1] === undefined) return [];
    names.push(match[1].replace(/\\(.)/gs, '$1'));
    at = QUOTED.lastIndex;
    if (query.charAt(at) === ')') return names;
    if (!query.startsWith(' or ', at)) return [];
    at += ' or '.length;
  }
}

/** In quotes a star is a star; only quotes and backslashes mean something. */
function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
