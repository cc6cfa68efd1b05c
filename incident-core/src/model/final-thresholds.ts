import type { ConfigOwner } from './config-problem.ts';
import type { ThresholdLayerName, ThresholdScope, ThresholdSettings } from './thresholds.ts';

/** Which layer a value came from: whose entry, and in which file. */
export interface ThresholdOrigin extends ThresholdScope {
  readonly layer: ThresholdLayerName;
  /** `built_in` for what we ship. */
  readonly managedBy: ConfigOwner | 'built_in';
  readonly file: string | null;
}

/** A value with the layer that says it. */
export interface Originated<Value> {
  readonly value: Value;
  readonly origin: ThresholdOrigin;
}

/** A value that holds, where it came from, and what it overrode, the nearest first: the last one is the built-in value. */
export interface FinalValue<Value> extends Originated<Value> {
  readonly overrode: readonly Originated<Value>[];
}

/** All that holds for a service in an environment, each field with its origin. */
export type FinalThresholds = {
  readonly [Group in keyof ThresholdSettings]: {
    readonly [Field in keyof ThresholdSettings[Group]]: FinalValue<ThresholdSettings[Group][Field]>;
  };
};
