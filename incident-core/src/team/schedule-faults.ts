import type { Layer, Schedule } from '../model/schedule.ts';
import { layerTimes, type LayerTimes } from './layer-times.ts';
import { rangesOf, type WeekRange } from './restricted-hours.ts';
import { zoneOf } from '../support/zone.ts';

const WEEK_MINUTES = 7 * 24 * 60;

/** Something in a schedule that cannot be meant: where (as the API writes it), what stands there, what was expected. */
export interface ScheduleFault {
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

/**
 * Lists what no single field shows to be wrong: two layers of one name, a layer that ends before it begins, hours that
 * are named twice, and a layer whose turn never comes since a later one always goes before it.
 */
export function findScheduleFaults({
  timeZone,
  layers,
}: Pick<Schedule, 'timeZone' | 'layers'>): readonly ScheduleFault[] {
  const zone = zoneOf(timeZone);
  const times = layers.map((layer) => layerTimes(layer, zone));
  return [
    ...layers.flatMap((layer, at) => takenName(layers, layer, at)),
    ...times.flatMap((each, at) => lifelessness(each, layers[at], at)),
    ...layers.flatMap(overlaps),
    ...times.flatMap((each, at) => cover(times, each, at)),
  ];
}

function takenName(layers: readonly Layer[], { name }: Layer, at: number): readonly ScheduleFault[] {
  const first = layers.findIndex((other) => other.name === name);
  if (first === at) return [];
  return [{ path: `$.layers[${at}].name`, found: `the name of layer ${first + 1}`, expected: 'a name of its own' }];
}

function lifelessness({ life }: LayerTimes, layer: Layer | undefined, at: number): readonly ScheduleFault[] {
  if (life.from < life.until) return [];
  const start = new Date(life.from).toISOString();
  return [
    {
      path: `$.layers[${at}].valid_until`,
      found: layer?.validUntil ?? 'nothing',
      expected: `a time after ${start}, when the layer begins`,
    },
  ];
}

function overlaps({ restrictions }: Layer, layer: number): readonly ScheduleFault[] {
  return restrictions.flatMap((restriction, at) => {
    const first = restrictions.slice(0, at).findIndex((before) => meet(rangesOf(before), rangesOf(restriction)));
    if (first === -1) return [];
    const { from, until, weekdays } = restriction;
    return [
      {
        path: `$.layers[${layer}].restrictions[${at}]`,
        found: `${from} to ${until} on ${weekdays.join(', ')}, which overlaps restriction ${first + 1}`,
        expected: 'hours that no other restriction of the layer has',
      },
    ];
  });
}

function meet(some: readonly WeekRange[], others: readonly WeekRange[]): boolean {
  const aWeekAround = others.flatMap(({ from, until }) =>
    [-WEEK_MINUTES, 0, WEEK_MINUTES].map((shift) => ({ from: from + shift, until: until + shift })),
  );
  return some.some((one) => aWeekAround.some((other) => one.from < other.until && other.from < one.until));
}

function cover(all: readonly LayerTimes[], { life }: LayerTimes, at: number): readonly ScheduleFault[] {
  if (life.from >= life.until) return [];
  const by = all.findIndex(
    (later, index) =>
      index > at && !later.isRestricted && later.life.from <= life.from && later.life.until >= life.until,
  );
  if (by === -1) return [];
  return [
    {
      path: `$.layers[${at}]`,
      found: `a layer that overlaps layer ${by + 1} at all times, which goes before it`,
      expected: 'a layer whose turn can come: restrict the later one, or leave one of them out',
    },
  ];
}
