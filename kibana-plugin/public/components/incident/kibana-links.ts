import type { IncidentDetail } from 'incident-core';
import { cut } from '../text';

/** A page of Kibana that has to do with an incident. */
export interface KibanaLink {
  readonly kind: 'alert' | 'service' | 'rule';
  readonly href: string;
  /** The space that it leads into. */
  readonly space: string;
  /** It leads into the Kibana that we are in. */
  readonly isHere: boolean;
}

/** Where we are: this Kibana's address, and its path without the space. */
export interface Here {
  readonly origin: string;
  readonly serverBasePath: string;
}

const DEFAULT_SPACE = 'default';

/** What the alert says itself; else what follows from the rule's and service's names, in the space of the alert. */
export function linksOf(incident: IncidentDetail, here: Here): readonly KibanaLink[] {
  const [alert] = incident.alerts;
  const { links } = incident;
  const given = [links.alert, links.rule, links.service].find((link) => link !== null) ?? null;
  const root = given === null ? `${here.origin}${here.serverBasePath}` : rootOf(given);
  const space = alert?.space ?? null;
  const inSpace = (path: string) => {
    if (root === undefined || space === null || !/^[\w-]+$/.test(space)) return null;
    return `${root}${space === DEFAULT_SPACE ? '' : `/s/${space}`}${path}`;
  };
  const ruleId = alert?.rule.id ?? null;
  const rule =
    links.rule ??
    (ruleId === null ? null : inSpace(`/app/management/insightsAndAlerting/triggersActions/rule/${encode(ruleId)}`));
  const service =
    links.service ??
    (incident.service === null ? null : inSpace(`/app/apm/services/${encode(incident.service)}/overview`));
  const all = [
    ['alert', links.alert],
    ['service', service],
    ['rule', rule],
  ] as const;
  return all.flatMap(([kind, href]) => {
    const url = href === null ? undefined : parse(href);
    return url ? [{ kind, href: url.href, space: spaceOf(url), isHere: isHere(url, here) }] : [];
  });
}

/** Of an address in Kibana, the space; the one without a name is the default. */
export function spaceOf({ pathname }: Pick<URL, 'pathname'>): string {
  return /\/s\/([^/]+)(?=\/|$)/.exec(pathname.split('/app/')[0] ?? '')?.[1] ?? DEFAULT_SPACE;
}

function isHere(url: URL, { origin, serverBasePath }: Here): boolean {
  return url.origin === origin && url.pathname.startsWith(`${serverBasePath}/`);
}

/** The address of the Kibana that a link leads to. */
function rootOf(link: string): string | undefined {
  const url = parse(link);
  const [before = ''] = url?.pathname.split('/app/') ?? [];
  return url && `${url.origin}${before.replace(/\/s\/[^/]+$/, '')}`;
}

/** What an alert says is anybody's word: an address that a browser may follow, or nothing. */
function parse(link: string): URL | undefined {
  if (!URL.canParse(link)) return undefined;
  const url = new URL(link);
  return ['http:', 'https:'].includes(url.protocol) && !url.username && !url.password ? url : undefined;
}

function encode(text: string): string {
  return encodeURIComponent(cut(text, 500));
}
