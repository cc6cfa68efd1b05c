import type { Json } from '../model/alert.ts';
import { isObject } from './fields.ts';
import { tryParse } from './parse-json.ts';

/** An id, untouched but for its type: of an array the first; null for blanks and objects. */
export function idText(value: Json): string | null {
  if (Array.isArray(value)) return idText(value[0] ?? null);
  const text = scalarText(value);
  return text === null || text.trim() === '' ? null : text;
}

/** A short text on one line: arrays joined; null for blanks and objects. */
export function lineText(value: Json): string | null {
  if (isObject(value)) return null;
  const text = Array.isArray(value) ? value.map(scalarText).filter(Boolean).join(', ') : scalarText(value);
  return filled(text?.replace(/\s+/g, ' '));
}

/** A sentence; an object becomes its JSON text. */
export function proseText(value: Json): string | null {
  if (typeof value === 'string') return filled(value);
  return isObject(value) ? objectText(value) : lineText(value);
}

/**
 * A measured value or a threshold for people to read: `["96.4%"]` and `{"condition0":"85%"}`, which Kibana also renders
 * as text, become `96.4%` and `85%`.
 */
export function valueText(value: Json): string | null {
  if (typeof value === 'string') {
    const parsed = /^\s*[[{]/.test(value) ? tryParse(value) : undefined;
    return parsed === undefined || typeof parsed === 'string' ? filled(value) : valueText(parsed);
  }
  if (Array.isArray(value))
    return filled(
      value
        .map(valueText)
        .filter((text) => text !== null)
        .join(', '),
    );
  if (!isObject(value)) return scalarText(value);
  const conditions = Object.keys(value).every((key) => /^condition\d+$/.test(key));
  return conditions ? valueText(Object.values(value)) : objectText(value);
}

/** True for what Kibana and people write for yes. */
export function isYes(value: Json): boolean {
  return value === true || value === 1 || (typeof value === 'string' && /^\s*(true|yes|1)\s*$/i.test(value));
}

function scalarText(value: Json): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

function objectText(value: Json): string | null {
  return isObject(value) && Object.keys(value).length > 0 ? JSON.stringify(value) : null;
}

function filled(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}
