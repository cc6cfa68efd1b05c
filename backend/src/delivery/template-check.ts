import {
  findHtmlFault,
  HANDOFF_VARIABLES,
  INCIDENT_VARIABLES,
  SEVERITIES,
  TEMPLATE_PARTS,
  templatePartsSchema,
  toBareIncident,
  toHandoffVariables,
  toSampleHandoff,
  toSampleIncident,
  toSampleTold,
  toTemplateVariables,
  type TemplateChannel,
  type TemplateEvent,
  type TemplatePart,
  type TemplateParts,
  type TemplateVariables,
} from 'incident-core';
import type { Mistake } from '../platform/problem.ts';
import { invalid } from '../platform/problem.ts';
import { readField } from '../platform/validate.ts';
import { findTemplateFault, renderTemplate, type TemplateFault } from './template-engine.ts';

/** The names that a template for this event may use. */
export function variablesOf(event: TemplateEvent) {
  return event === 'handoff' ? HANDOFF_VARIABLES : INCIDENT_VARIABLES;
}

/**
 * Templates that can be used: read, held against the variables, and tried on samples.
 *
 * @throws Problem 400 that names the part, line and column, what was found and what was expected
 */
export function checkedParts(channel: TemplateChannel, event: TemplateEvent, given: unknown, now: Date): TemplateParts {
  const parts = definedParts(readField(templatePartsSchema(channel), given, '$.parts'));
  const samples = samplesOf(event, now);
  const known = variablesOf(event).map(({ name }) => name);
  const faults = textsOf(parts).flatMap(([part, text]) => {
    const fault = findFault(part, text, known, samples);
    return fault === null ? [] : [toMistake(part, fault)];
  });
  if (faults.length > 0) throw invalid(faults);
  return parts;
}

/** A fault of a template as the caller is told of it. */
export function toMistake(part: TemplatePart, { line, column, found, expected }: TemplateFault): Mistake {
  return { path: `$.parts.${part}`, found: `line ${line}, column ${column}: ${found}`, expected };
}

/** The parts that are there. */
export function textsOf(parts: TemplateParts): readonly (readonly [TemplatePart, string])[] {
  return TEMPLATE_PARTS.flatMap((part) => {
    const text = parts[part];
    return text === undefined ? [] : [[part, text] as const];
  });
}

function definedParts(parts: { readonly [Part in TemplatePart]?: string | undefined }): TemplateParts {
  const { subject, text, html } = parts;
  return {
    ...(subject !== undefined && { subject }),
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
  };
}

function findFault(
  part: TemplatePart,
  text: string,
  known: readonly string[],
  samples: readonly TemplateVariables[],
): TemplateFault | null {
  const fault = findTemplateFault(part, text, known) ?? (part === 'html' ? findHtmlFault(text) : null);
  if (fault !== null) return fault;
  for (const variables of samples) {
    const rendered = renderTemplate(part, text, variables);
    if (typeof rendered !== 'string') return rendered;
  }
  return null;
}

/** Of each severity, with all that there can be and with as little, so that few branches stay untried. */
function samplesOf(event: TemplateEvent, now: Date): readonly TemplateVariables[] {
  const full = { team: 'Payments', recipient: 'Ada Lovelace', incidentUrl: 'https://incidents.example.com/ack/x', now };
  if (event === 'handoff') {
    const shift = toSampleHandoff(full);
    return [toHandoffVariables(shift), toHandoffVariables({ ...shift, next: null })];
  }
  return SEVERITIES.flatMap((severity) => [
    toTemplateVariables(toSampleTold(event, { ...toSampleIncident(now), severity }, full)),
    toTemplateVariables(toSampleTold(event, { ...toBareIncident(now), severity }, { ...full, incidentUrl: null })),
  ]);
}
