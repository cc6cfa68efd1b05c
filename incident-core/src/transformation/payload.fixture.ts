import { readFileSync } from 'node:fs';
import type { Alert, JsonObject } from '../model/alert.ts';
import { toAlerts, type AlertReading } from './to-alerts.ts';
import type { Unreadable } from './unreadable.ts';

export const RECEIVED_AT = new Date('2026-09-20T10:05:01.000Z');
export const SOURCE = 'source-1';

/** The body that a Kibana rendered, by its number in test/fixtures/payloads. */
export function renderedBody(number: string): string {
  return readFileSync(new URL(`../../../test/fixtures/payloads/${number}.body.txt`, import.meta.url), 'utf8');
}

export function renderedObject(number: string): JsonObject {
  return JSON.parse(renderedBody(number));
}

/** Reads a text as it is, anything else as JSON. */
export function read(body: unknown, receivedAt = RECEIVED_AT): readonly AlertReading[] {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return readBytes(new TextEncoder().encode(text), receivedAt);
}

export function readBytes(body: Uint8Array, receivedAt = RECEIVED_AT): readonly AlertReading[] {
  return toAlerts({ body, truncated: false, receivedAt, sourceId: SOURCE });
}

/** The one alert of a body; throws when the body gives anything else. */
export function readOne(body: unknown, receivedAt = RECEIVED_AT): Alert {
  const [reading, ...others] = read(body, receivedAt);
  if (reading?.kind !== 'alert' || others.length > 0) throw new Error(`not one alert: ${JSON.stringify(reading)}`);
  return reading.alert;
}

/** The one problem of a body; throws when the body gives anything else. */
export function readProblem(body: unknown): Unreadable {
  const [reading, ...others] = read(body);
  if (reading?.kind !== 'unreadable' || others.length > 0)
    throw new Error(`not one problem: ${JSON.stringify(reading)}`);
  return reading.problem;
}
