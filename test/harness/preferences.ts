import type { GivenPreferences, NotificationAnswer, PreferencesAnswer } from 'incident-core';
import type { House } from './house.ts';

/** A list of channels with their delays in seconds, as `slack 0`. */
export function list(...entries: readonly string[]): GivenPreferences['high'] {
  return entries.map((entry) => {
    const [channel, delay] = entry.split(' ');
    return { channel: channel as GivenPreferences['high'][number]['channel'], delay_seconds: Number(delay) };
  });
}

/** Says how a person wants to be told; what is not given is as for everybody. Hours are those of Berlin. */
export async function prefers(
  house: House,
  name: string,
  given: Partial<GivenPreferences>,
  id = house.person(name).id,
): Promise<PreferencesAnswer> {
  const all: GivenPreferences = {
    high: list('slack 0', 'email 0', 'sms 0'),
    low: list('slack 0', 'email 0'),
    quiet_hours: null,
    working_days: null,
    status_updates: false,
    time_zone: 'Europe/Berlin',
  };
  return house.api.ok('PUT', `/v1/users/${id}/preferences`, { ...all, ...given });
}

/** Who was told of an incident, the latest first. */
export async function toldOf(house: House, incidentId: string): Promise<readonly NotificationAnswer[]> {
  const path = `/v1/incidents/${incidentId}/notifications`;
  return (await house.api.ok<{ items: readonly NotificationAnswer[] }>('GET', path)).items;
}
