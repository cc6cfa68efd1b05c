import type { FinalThresholds, FinalValue, ThresholdOrigin } from '../model/final-thresholds.ts';
import { BUILT_IN_THRESHOLDS, type ThresholdLayer, type ThresholdSettings } from '../model/thresholds.ts';
import { layerNameOf, layersOf, type ArrangedLayers } from './threshold-layers.ts';

const BUILT_IN: ThresholdOrigin = {
  layer: 'built_in',
  service: null,
  environment: null,
  managedBy: 'built_in',
  file: null,
};

/**
 * What holds for a service in an environment: the layers that apply, merged field by field over the built-in values in
 * the order of `THRESHOLD_LAYERS`, the later one winning. It never depends on the order of the layers that
 * `arrangeLayers` was given.
 */
export function toFinalThresholds(
  target: { readonly service: string; readonly environment: string | null },
  layers: ArrangedLayers,
): FinalThresholds {
  return mergeLayers(layersOf(target, layers));
}

/** The layers that apply, the one that wins last, merged over the built-in values. */
export function mergeLayers(layers: readonly ThresholdLayer[]): FinalThresholds {
  const applied = layers.map((layer) => ({ layer, origin: originOf(layer) }));
  const finalField = (group: string, field: string, builtIn: unknown): FinalValue<unknown> => {
    const said = applied.flatMap(({ layer, origin }) => {
      const value = fieldOf(layer.overrides, group, field);
      return value === undefined ? [] : [{ value, origin }];
    });
    const [holds, ...overrode] = [{ value: builtIn, origin: BUILT_IN }, ...said].reverse();
    return { ...(holds ?? { value: builtIn, origin: BUILT_IN }), overrode };
  };
  const groups = Object.entries(BUILT_IN_THRESHOLDS).map(([group, fields]) => {
    const finals = Object.entries(fields).map(([field, value]) => [field, finalField(group, field, value)] as const);
    return [group, Object.fromEntries(finals)] as const;
  });
  // Made from the built-in values, so it has each of their groups and fields, and the schema has checked the rest.
  return Object.fromEntries(groups) as unknown as FinalThresholds;
}

/** The bare values. */
export function settingsOf(final: FinalThresholds): ThresholdSettings {
  const groups = Object.entries(final).map(([group, fields]) => {
    const values = Object.entries(fields).map(([field, { value }]) => [field, value] as const);
    return [group, Object.fromEntries(values)] as const;
  });
  return Object.fromEntries(groups) as unknown as ThresholdSettings;
}

function originOf(layer: ThresholdLayer): ThresholdOrigin {
  const { service, environment, managedBy, file } = layer;
  return { layer: layerNameOf(layer), service, environment, managedBy, file };
}

function fieldOf(overrides: object, group: string, field: string): unknown {
  const fields = (overrides as Record<string, Record<string, unknown> | undefined>)[group];
  return fields?.[field];
}
