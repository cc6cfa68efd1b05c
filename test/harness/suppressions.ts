import type { MaintenanceWindowAnswer, SilenceAnswer } from 'incident-core';
import type { House } from './house.ts';

/** Makes a silence for so many seconds from now, as a person, who is then reminded of its end; else as nobody. */
export function silence(house: House, seconds: number, given: object = {}, person?: string): Promise<SilenceAnswer> {
  const ends_at = later(house, seconds);
  const api = person === undefined ? house.api : house.as(person);
  return api.ok('POST', '/v1/silences', { matchers: {}, reason: 'we deploy', ends_at, ...given });
}

/** Makes a maintenance window. */
export function maintenance(house: House, times: object, given: object = {}): Promise<MaintenanceWindowAnswer> {
  const body = { matchers: {}, reason: 'database moves', times, ...given };
  return house.api.ok('POST', '/v1/maintenance-windows', body);
}

/** The instant so many seconds from now. */
export function later(house: House, seconds: number): string {
  return new Date(house.clock.now().getTime() + seconds * 1000).toISOString();
}
