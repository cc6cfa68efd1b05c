import type { Json } from '../model/alert.ts';
import { cutText } from '../support/well-formed-text.ts';
import { FIELD_NAMES } from './field-names.ts';
import { isObject, type Fields } from './fields.ts';
import { tagValue } from './tags.ts';
import { lineText } from './texts.ts';

const LONGEST_NAME = 300;
/** What Kibana writes where there is no environment, or where a rule looks at all of them. */
const NO_NAME = new Set(['environment_not_defined', 'environment_all', 'not defined', 'undefined', 'null', '*']);

/**
 * The service that an alert is about: what the payload or its context says, else how the alert is grouped, else the
 * one service that the rule looks at, else a tag. On Kibana 8.12 a recovered APM alert carries no context, and many
 * rule types never name a service. The alert id is not taken apart: its pieces may hold the separator.
 */
export function readService(fields: Fields, tags: readonly string[]): string | null {
  return (
    fields.find(FIELD_NAMES.service, nameText)?.value ??
    groupValue(fields, 'service.name') ??
    fields.peekOrInherit(FIELD_NAMES.serviceParam, nameText)?.value ??
    fields.findOrInherit(FIELD_NAMES.service, nameText)?.value ??
    nameText(tagValue(tags, ['service:', 'service.name:']))
  );
}

/** The environment, from the same places as the service. */
export function readEnvironment(fields: Fields, tags: readonly string[]): string | null {
  return (
    fields.find(FIELD_NAMES.environment, nameText)?.value ??
    groupValue(fields, 'service.environment') ??
    fields.peekOrInherit(FIELD_NAMES.environmentParam, nameText)?.value ??
    fields.findOrInherit(FIELD_NAMES.environment, nameText)?.value ??
    nameText(tagValue(tags, ['env:', 'environment:', 'service.environment:']))
  );
}

function nameText(value: Json): string | null {
  const text = lineText(value);
  return text === null || NO_NAME.has(text.toLowerCase()) ? null : cutText(text, LONGEST_NAME);
}

/** From `[{ "field": "service.name", "value": "checkout" }]`, in which the custom threshold rule lists its groups. */
function groupValue(fields: Fields, field: string): string | null {
  const groups = fields.peek(FIELD_NAMES.groups, (value) => (Array.isArray(value) ? value : null))?.value ?? [];
  for (const group of groups) {
    if (isObject(group) && group['field'] === field) return nameText(group['value'] ?? null);
  }
  return null;
}
