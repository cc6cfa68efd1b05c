import type { Json, JsonObject } from '../model/alert.ts';

/** Whether a JSON value has fields. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
