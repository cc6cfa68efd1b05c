import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  BUILT_IN_THRESHOLDS,
  THRESHOLD_LAYERS,
  type ThresholdLayer,
  type ThresholdOverrides,
  type ThresholdScope,
} from '../model/thresholds.ts';
import { settingsOf, toFinalThresholds } from './final-thresholds.ts';
import { readThresholds } from './read-config.ts';
import { aLayer, someLayers } from './rules.fixture.ts';
import { arrangeLayers, fromThresholdLayers, toThresholdLayers } from './threshold-layers.ts';

const CHECKOUT = { service: 'checkout', environment: 'production' };
const latency = (threshold_ms: number): ThresholdOverrides => ({ latency: { threshold_ms } });
const at = (service: string | null, environment: string | null): ThresholdScope => ({ service, environment });

/** The final latency of checkout in production, and the layers that it came from, the winner first. */
function finalLatency(layers: readonly ThresholdLayer[], target = CHECKOUT) {
  const { value, origin, overrode } = toFinalThresholds(target, arrangeLayers(layers)).latency.threshold_ms;
  return { value, from: [origin, ...overrode.map((one) => one.origin)].map(({ layer }) => layer) };
}

describe('the final value of a field', () => {
  test('is the built-in one where no layer says anything', () => {
    expect(settingsOf(toFinalThresholds(CHECKOUT, arrangeLayers([])))).toEqual(BUILT_IN_THRESHOLDS);
    expect(finalLatency([])).toEqual({ value: BUILT_IN_THRESHOLDS.latency.threshold_ms, from: ['built_in'] });
  });

  test.each<readonly [string, ThresholdScope, ThresholdScope]>([
    ['of a service pattern wins over the global one', at('check*', null), at(null, null)],
    ['of a service wins over its pattern', at('checkout', null), at('check*', null)],
    ['of a longer pattern wins over a shorter one', at('checko*', null), at('check*', null)],
    [
      'of a pattern with the longer run of letters wins over one with more letters',
      at('*heckou*', null),
      at('ch*ck*t', null),
    ],
    ['of the environment wins over the service', at(null, 'production'), at('checkout', null)],
    ['of a pattern in the environment wins over the environment', at('ch*', 'production'), at(null, 'production')],
    [
      'of the service in the environment wins over a pattern in it',
      at('checkout', 'production'),
      at('checkou*', 'production'),
    ],
  ])('%s', (_, winner, loser) => {
    const layers = [aLayer({ ...winner, overrides: latency(1) }), aLayer({ ...loser, overrides: latency(2) })];
    expect(finalLatency(layers).value).toBe(1);
    expect(finalLatency([...layers].reverse()).value).toBe(1);
  });

  test('comes with its origin and with everything that it overrode, the nearest first', () => {
    const scopes = [
      at('checkout', 'production'),
      at('checkout', null),
      at(null, null),
      at('c*', null),
      at(null, 'production'),
    ];
    const layers = scopes.map((scope, index) => aLayer({ ...scope, overrides: latency(index + 1) }));
    expect(finalLatency(layers)).toEqual({ value: 1, from: [...THRESHOLD_LAYERS].reverse() });
    const { origin } = toFinalThresholds(CHECKOUT, arrangeLayers(layers)).latency.threshold_ms;
    expect(origin).toEqual({ layer: 'service_environment', ...CHECKOUT, managedBy: 'file', file: 'thresholds.json' });
  });

  test('is merged for itself: a layer that sets one field leaves the others as they are', () => {
    const layers = [
      aLayer({ overrides: { latency: { threshold_ms: 900, aggregation: 'avg' }, notify: { check_every: '2m' } } }),
      aLayer({ service: 'checkout', overrides: { latency: { threshold_ms: 100 } } }),
      aLayer({ environment: 'production', overrides: { latency: { enabled: false } } }),
    ];
    expect(settingsOf(toFinalThresholds(CHECKOUT, arrangeLayers(layers)))).toEqual({
      ...BUILT_IN_THRESHOLDS,
      latency: { ...BUILT_IN_THRESHOLDS.latency, threshold_ms: 100, aggregation: 'avg', enabled: false },
      notify: { ...BUILT_IN_THRESHOLDS.notify, check_every: '2m' },
    });
  });

  test.each<readonly [string, ThresholdScope]>([
    ['another service', at('cart', null)],
    ['a pattern that does not fit', at('pay*', null)],
    ['another environment', at(null, 'staging')],
    ['the service in another environment', at('checkout', 'staging')],
  ])('heeds nothing of %s', (_, scope) => {
    expect(finalLatency([aLayer({ ...scope, overrides: latency(7) })]).from).toEqual(['built_in']);
  });

  test('of a service without an environment heeds what is written for that', () => {
    const layers = [aLayer({ environment: 'ENVIRONMENT_NOT_DEFINED', overrides: latency(3) })];
    const target = { service: 'checkout', environment: null };
    const final = toFinalThresholds(target, arrangeLayers(layers)).latency.threshold_ms;
    expect(final).toMatchObject({ value: 3, origin: { layer: 'environment' } });
    expect(finalLatency(layers).from).toEqual(['built_in']);
  });

  test('does not heed the case of names', () => {
    expect(
      finalLatency([aLayer({ service: 'CheckOut', environment: 'PRODUCTION', overrides: latency(5) })]).value,
    ).toBe(5);
  });

  test('never depends on the order of the layers', () => {
    const targets = fc.record({
      service: fc.constantFrom('checkout', 'cart'),
      environment: fc.constantFrom('production', null),
    });
    const shuffled = someLayers.chain((layers) =>
      fc.tuple(fc.constant(layers), fc.shuffledSubarray([...layers], { minLength: layers.length })),
    );
    fc.assert(
      fc.property(shuffled, targets, ([layers, others], target) => {
        expect(toFinalThresholds(target, arrangeLayers(others))).toEqual(
          toFinalThresholds(target, arrangeLayers(layers)),
        );
      }),
    );
  });

  test('never depends on the order of the keys in the file, and a file is what its layers are', () => {
    fc.assert(
      fc.property(someLayers, (layers) => {
        const file = fromThresholdLayers(layers);
        const read = readThresholds(turned(file));
        if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems));
        const again = toThresholdLayers(read.document, 'thresholds.json');
        expect(fromThresholdLayers(again)).toEqual(file);
        const final = (given: readonly ThresholdLayer[]) => toFinalThresholds(CHECKOUT, arrangeLayers(given));
        expect(final(again)).toEqual(final(toThresholdLayers(file, 'thresholds.json')));
      }),
    );
  });

  test('always ends its chain at the built-in value', () => {
    fc.assert(
      fc.property(someLayers, (layers) => {
        const final = toFinalThresholds(CHECKOUT, arrangeLayers(layers));
        for (const field of Object.values(final).flatMap((group) => Object.values(group))) {
          const chain = [field.origin, ...field.overrode.map((one: typeof field) => one.origin)];
          expect(chain.at(-1)?.layer).toBe('built_in');
          expect(chain.map(({ layer }) => THRESHOLD_LAYERS.indexOf(layer))).toEqual(
            chain.map(({ layer }) => THRESHOLD_LAYERS.indexOf(layer)).sort((a, b) => b - a),
          );
        }
      }),
    );
  });
});

/** The same with the keys of every object the other way round. */
function turned(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, turned(part)]),
  );
}
