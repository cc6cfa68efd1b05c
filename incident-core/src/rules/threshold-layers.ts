import { toEnvironmentName } from '../model/rule-kind.ts';
import type { ThresholdsFile } from '../model/thresholds-file.ts';
import type { ThresholdLayer, ThresholdLayerName, ThresholdOverrides, ThresholdScope } from '../model/thresholds.ts';
import { isPattern, patternMatcher } from '../support/match-pattern.ts';
import { comparePatterns, compareText } from './pattern-order.ts';

/** The entries of a file as layers, in the order in which they are laid over each other. */
export function toThresholdLayers(document: ThresholdsFile, file: string): readonly ThresholdLayer[] {
  const layer = (
    service: string | null,
    environment: string | null,
    overrides: ThresholdOverrides,
  ): ThresholdLayer => ({
    service,
    environment,
    overrides,
    managedBy: 'file',
    file,
  });
  const both = Object.entries(document.service_environments ?? {});
  return [
    ...(document.global ? [layer(null, null, document.global)] : []),
    ...Object.entries(document.services ?? {}).map(([service, given]) => layer(service, null, given)),
    ...Object.entries(document.environments ?? {}).map(([environment, given]) => layer(null, environment, given)),
    ...both.flatMap(([service, within]) =>
      Object.entries(within).map(([environment, given]) => layer(service, environment, given)),
    ),
  ].sort(compareLayers);
}

/** Layers as a file holds them: the other way round. Of layers with one scope the last one stays. */
export function fromThresholdLayers(layers: readonly ThresholdLayer[]): ThresholdsFile {
  const sorted = [...layers].sort(compareLayers);
  const global = sorted.findLast(({ service, environment }) => service === null && environment === null)?.overrides;
  const services = sorted.flatMap(({ service, environment, overrides }) =>
    service !== null && environment === null ? [[service, overrides] as const] : [],
  );
  const environments = sorted.flatMap(({ service, environment, overrides }) =>
    service === null && environment !== null ? [[environment, overrides] as const] : [],
  );
  // In one environment a service may be written otherwise than in another; in a file it has one spelling.
  const spellings = new Map<string, string>();
  const both = new Map<string, Record<string, ThresholdOverrides>>();
  for (const { service, environment, overrides } of sorted) {
    if (service === null || environment === null) continue;
    const spelling = spellings.get(service.toLowerCase()) ?? service;
    spellings.set(service.toLowerCase(), spelling);
    both.set(spelling, { ...both.get(spelling), [environment]: overrides });
  }
  return {
    ...(global && { global }),
    ...(services.length > 0 && { services: Object.fromEntries(services) }),
    ...(environments.length > 0 && { environments: Object.fromEntries(environments) }),
    ...(both.size > 0 && { service_environments: Object.fromEntries(both) }),
  };
}

/** Which of the layers a scope is. */
export function layerNameOf({ service, environment }: ThresholdScope): Exclude<ThresholdLayerName, 'built_in'> {
  if (service !== null && environment !== null) return 'service_environment';
  if (environment !== null) return 'environment';
  if (service === null) return 'global';
  return isPattern(service) ? 'service_pattern' : 'service';
}

/** Whether two scopes are one: names are compared without regard to case, as everywhere. */
export function isSameScope(a: ThresholdScope, b: ThresholdScope): boolean {
  return scopeKey(a) === scopeKey(b);
}

/** Layers laid ready, so that those of one service are found without a look at all of them. */
export interface ArrangedLayers {
  readonly byScope: ReadonlyMap<string, readonly ThresholdLayer[]>;
  /** Those whose service is a pattern, vaguest first. */
  readonly patterns: readonly { readonly layer: ThresholdLayer; readonly fits: (service: string) => boolean }[];
}

/** Lays layers ready for any number of services; their order does not matter. */
export function arrangeLayers(layers: readonly ThresholdLayer[]): ArrangedLayers {
  const sorted = [...layers].sort(compareLayers);
  const byScope = new Map<string, ThresholdLayer[]>();
  const patterns = sorted.flatMap((layer) => {
    const isVague = layer.service !== null && isPattern(layer.service);
    return isVague ? [{ layer, fits: patternMatcher(layer.service) }] : [];
  });
  for (const layer of sorted) {
    if (layer.service !== null && isPattern(layer.service)) continue;
    const key = scopeKey(layer);
    const there = byScope.get(key);
    if (there) there.push(layer);
    else byScope.set(key, [layer]);
  }
  return { byScope, patterns };
}

/** The layers that apply to a service in an environment (null: none), the one that wins last. */
export function layersOf(
  target: { readonly service: string; readonly environment: string | null },
  { byScope, patterns }: ArrangedLayers,
): readonly ThresholdLayer[] {
  const environment = toEnvironmentName(target.environment);
  const at = (scope: ThresholdScope) => byScope.get(scopeKey(scope)) ?? [];
  const fitting = patterns.flatMap(({ layer, fits }) => (fits(target.service) ? [layer] : []));
  const within = fitting.filter((layer) => layer.environment?.toLowerCase() === environment.toLowerCase());
  return [
    ...at({ service: null, environment: null }),
    ...fitting.filter((layer) => layer.environment === null),
    ...at({ service: target.service, environment: null }),
    ...at({ service: null, environment }),
    ...within,
    ...at({ service: target.service, environment }),
  ];
}

const ORDER = ['global', 'service_pattern', 'service', 'environment', 'service_environment'] as const;

/** By layer; then patterns before names, the closest last; what is still equal by owner and text, so that no order of the input shows. */
export function compareLayers(a: ThresholdLayer, b: ThresholdLayer): number {
  return (
    ORDER.indexOf(layerNameOf(a)) - ORDER.indexOf(layerNameOf(b)) ||
    compareServices(a.service ?? '', b.service ?? '') ||
    compareText(scopeKey(a), scopeKey(b)) ||
    compareText(a.managedBy, b.managedBy) ||
    compareText(JSON.stringify(a), JSON.stringify(b))
  );
}

function compareServices(a: string, b: string): number {
  if (isPattern(a) && isPattern(b)) return comparePatterns(a, b);
  return Number(isPattern(b)) - Number(isPattern(a)) || compareText(a.toLowerCase(), b.toLowerCase());
}

function scopeKey({ service, environment }: ThresholdScope): string {
  return JSON.stringify([service?.toLowerCase() ?? null, environment?.toLowerCase() ?? null]);
}
