import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TEMPLATE_CHANNELS, TEMPLATE_EVENTS } from '../model/template.ts';
import { defaultTemplate } from './default-templates.ts';
import { findHtmlFault } from './html-faults.ts';
import { anyTold, NOW, told } from './render.fixture.ts';
import { toBareIncident, toSampleHandoff, toSampleIncident, toSampleTold } from './template-samples.ts';
import { toHandoffVariables, toTemplateEvent, toTemplateVariables } from './template-variables.ts';
import { HANDOFF_VARIABLES, INCIDENT_VARIABLES } from './template-words.ts';

const SAMPLE = { team: 'Payments', recipient: 'Ada', incidentUrl: 'https://i.example.org/ack/abc', now: NOW };
const names = (variables: readonly { readonly name: string }[]) => variables.map(({ name }) => name).sort();

describe('the event of a template', () => {
  test.each([
    ['the first step of a first run is triggered', told(), 'triggered'],
    ['so is what no step tells', told({ step: null }), 'triggered'],
    ['a later step is escalated', told({ step: { run: 1, round: 1, step: 2, of: 2 } }), 'escalated'],
    ['so is a later round', told({ step: { run: 1, round: 2, step: 1, of: 2 } }), 'escalated'],
    ['so is a later run', told({ step: { run: 2, round: 1, step: 1, of: 2 } }), 'escalated'],
    [
      'that somebody holds it is acknowledged',
      told({ event: 'standing_changed', incident: { status: 'in_progress' } }),
      'acknowledged',
    ],
    [
      'that something else changed has none',
      told({ event: 'standing_changed', incident: { status: 'in_progress' }, reason: 'it fell from error to info' }),
      null,
    ],
    ['that nobody does any more has none', told({ event: 'standing_changed' }), null],
    ['a resolution is resolved', told({ event: 'resolved' }), 'resolved'],
    ['nobody reached is nobody_notified', told({ event: 'nobody_notified' }), 'nobody_notified'],
    ['a warning to the holder has none', told({ event: 'acknowledgement_ending' }), null],
    ['an exhausted policy has none', told({ event: 'exhausted' }), null],
  ])('%s', (_, what, event) => {
    expect(toTemplateEvent(what)).toBe(event);
  });
});

describe('the variables', () => {
  test('are those that are documented, of an incident and of a shift', () => {
    expect(Object.keys(toTemplateVariables(told())).sort()).toEqual(names(INCIDENT_VARIABLES));
    expect(Object.keys(toHandoffVariables(toSampleHandoff(SAMPLE))).sort()).toEqual(names(HANDOFF_VARIABLES));
  });

  test('of a shift say whose it is, where somebody else is told', () => {
    const shift = toSampleHandoff(SAMPLE);
    expect(toHandoffVariables(shift)).toMatchObject({
      headline: 'You are on call in Payments primary.',
      on_call: null,
    });
    const others = { ...shift, recipient: 'alerts', onCall: 'Ada' };
    expect(toHandoffVariables(others)).toMatchObject({
      headline: 'Ada is on call in Payments primary.',
      on_call: 'Ada',
    });
  });

  test('say what, where, since when, how bad, and where to acknowledge', () => {
    expect(toTemplateVariables(told({ reason: 'on call in Primary' }))).toMatchObject({
      event: 'triggered',
      incident_number: 12,
      title: 'Latency of checkout is 2.4 s (threshold 1.5 s)',
      severity: 'critical',
      service: 'checkout',
      environment: 'production',
      place: 'production',
      since: '2027-01-05 03:12 UTC (12 min ago)',
      age: '12 min',
      age_in_words: '12 minutes',
      escalation: 'step 1 of 2',
      reason: 'on call in Primary',
      incident_url: 'https://incidents.example.org/incidents/12',
      acknowledge_url: 'https://incidents.example.org/incidents/12',
      first_opened: null,
    });
  });

  test('what is held has a link, but none to acknowledge', () => {
    const held = toTemplateVariables(told({ incident: { status: 'acknowledged', acknowledgedBy: 'Grace' } }));
    expect(held).toMatchObject({ acknowledge_url: null, acknowledged_by: 'Grace', status: 'acknowledged' });
    expect(held['incident_url']).not.toBeNull();
  });

  test('are texts and numbers without control characters, whatever an alert holds; addresses are on the web', () => {
    fc.assert(
      fc.property(anyTold, (any) => {
        const variables = toTemplateVariables(any);
        for (const [name, value] of Object.entries(variables)) {
          if (value === null || typeof value === 'number') continue;
          expect(value).not.toBe('');
          expect(value).toMatch(
            name === 'description' ? /^[^\p{Cs}\0]+$/u : /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e]+$/u,
          );
          expect(value.length).toBeLessThanOrEqual(2000);
          if (name.endsWith('_url')) expect(value).toMatch(/^https?:\/\//i);
        }
      }),
    );
  });
});

describe('the samples', () => {
  test('stand as the event says', () => {
    const events = TEMPLATE_EVENTS.flatMap((event) => (event === 'handoff' ? [] : [event]));
    for (const event of events) {
      for (const incident of [toSampleIncident(NOW), toBareIncident(NOW)]) {
        expect(toTemplateEvent(toSampleTold(event, incident, SAMPLE))).toBe(event);
      }
    }
  });
});

describe('the default templates', () => {
  const all = TEMPLATE_CHANNELS.flatMap((channel) =>
    TEMPLATE_EVENTS.map((event) => [channel, event, defaultTemplate(channel, event)] as const),
  );

  test.each(all)('of %s for %s name only variables that there are', (_, event, parts) => {
    const known = names(event === 'handoff' ? HANDOFF_VARIABLES : INCIDENT_VARIABLES);
    const texts = Object.values(parts);
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) {
      const named = [...text.matchAll(/\{\{-?\s*(\w+)|\{%-?\s*(?:if|elsif|unless)\s+(\w+)/g)].map(
        (match) => match[1] ?? match[2],
      );
      expect(named.filter((name) => !known.includes(name ?? ''))).toEqual([]);
    }
    expect(findHtmlFault(parts.html ?? '')).toBeNull();
  });
});
