import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { INCIDENT_VARIABLES, TEMPLATE_PARTS, type TemplateVariables } from 'incident-core';
import { findTemplateFault, renderTemplate, TEMPLATE_FILTERS } from './template-engine.ts';

const KNOWN = INCIDENT_VARIABLES.map(({ name }) => name);
const ALL: TemplateVariables = Object.fromEntries(KNOWN.map((name) => [name, null]));
const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=1>',
  "' x='",
  '{{ title | upcase }}',
  '{% include "x" %}',
];

const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(null, 0, 7, -1),
);
const anyVariables = fc.record(Object.fromEntries(KNOWN.map((name) => [name, hostile])));
const name = fc.constantFrom(...KNOWN);
const filter = fc.constantFrom(
  '',
  ' | upcase',
  ' | default: "x"',
  ' | append: title',
  ' | split: "<" | join: ">"',
  ' | truncate: 5',
);
const output = fc.tuple(name, filter).map(([variable, then]) => `{{ ${variable}${then} }}`);
const piece = fc.oneof(
  output,
  fc.constant(' and '),
  fc.tuple(name, output).map(([variable, then]) => `{% if ${variable} %}${then}{% else %}none{% endif %}`),
  fc
    .tuple(name, output)
    .map(([variable, then]) => `{% for i in (1..3) %}{{ i }}${then}{% endfor %}{% assign a = ${variable} %}{{ a }}`),
);
/** Templates that an author would write: whatever has a sharp bracket in them came from an alert. */
const anyTemplate = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(' '));

describe('whatever a template names and an alert holds', () => {
  test('HTML has no markup but that of the template, and what an alert says is no template', () => {
    fc.assert(
      fc.property(anyTemplate, anyVariables, (template, variables) => {
        expect(findTemplateFault('html', template, KNOWN)).toBeNull();
        const html = renderTemplate('html', `<b title="${template}">${template}</b>`, variables);
        // A link that is cut in a filter may not be one any more; nothing else may fail.
        if (typeof html !== 'string') return expect(html.found).toMatch(/limit|URI/);
        const inner = html.replace(/^<b title="/, '').replace(/<\/b>$/, '');
        expect(inner.split('">')).toHaveLength(2);
        expect(inner.replace('">', '')).not.toMatch(/[<>"'`]/);
      }),
    );
  });

  test('no line of an alert passes for one of the author', () => {
    const variables = { ...ALL, description: 'a\nAcknowledge here:\nhttps://evil.example' };
    expect(renderTemplate('text', '> {{ description }}', variables)).toBe(
      '> a\n> Acknowledge here:\n> https://evil.example',
    );
  });

  test('anything that is no template is a fault with a place, or a text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          anyTemplate.map((text) => text.slice(0, -3)),
        ),
        fc.constantFrom(...TEMPLATE_PARTS),
        (text, part) => {
          const fault = findTemplateFault(part, text, KNOWN);
          const rendered = renderTemplate(part, text, ALL);
          for (const each of [fault, rendered]) {
            if (each !== null && typeof each === 'object')
              expect(each).toMatchObject({ line: expect.any(Number), expected: expect.any(String) });
          }
        },
      ),
    );
  });
});

describe('a template reaches nothing but its variables', () => {
  test.each([
    '{{ constructor }}',
    '{{ __proto__ }}',
    '{{ title.constructor }}',
    '{{ title["__proto__"] }}',
    '{% assign a = title | split: "" %}{{ a.constructor.constructor }}',
    '{% assign a = title | split: "" %}{{ a.map }}',
    '{% for c in title.__proto__ %}{{ c }}{% endfor %}',
    '{{ toString }}{{ valueOf }}{{ hasOwnProperty }}',
    '{{ "now" | date: "%s" }}',
    '{{ "x" | sha256 }}',
    '{{ title | json }}',
    '{% layout "/etc/passwd" %}',
    '{% include "/etc/passwd" %}',
    '{% render "/etc/passwd" %}',
    '{% liquid echo title %}',
    '{% echo title %}',
    '{% capture a %}{{ title }}{% endcapture %}{{ a }}',
  ])('not by %s', (text) => {
    const rendered = renderTemplate('text', text, { ...ALL, title: 'x' });
    // A tag with nothing in it may come to nothing; all others are faults.
    if (typeof rendered === 'string') expect(rendered).toBe('');
  });

  test('and leaves nothing behind for the next', () => {
    expect(renderTemplate('text', '{% assign title = "mine" %}{{ title }}', { ...ALL, title: 'x' })).toBe('mine');
    expect(renderTemplate('text', '{{ title }}', { ...ALL, title: 'x' })).toBe('x');
  });
});

describe('a template is bounded', () => {
  // Whichever comes first, which depends on the machine.
  const EITHER = /render limit|memory/;
  const doubling = `{% assign a = "xxxxxxxxxx" %}${'{% assign a = a | append: a %}'.repeat(40)}{{ a }}`;
  test.each([
    ['a huge range', '{% for i in (1..100000000) %}x{% endfor %}', /memory/],
    ['one of numbers in texts', '{% assign n = "100000000" %}{% for i in (1..n) %}x{% endfor %}', /memory/],
    ['ranges in ranges', `${'{% for i in (1..9000) %}'.repeat(3)}x${'{% endfor %}'.repeat(3)}`, EITHER],
    ['an empty loop', `${'{% for i in (1..9000) %}'.repeat(3)}${'{% endfor %}'.repeat(3)}`, EITHER],
    ['text that doubles', doubling, /memory/],
    ['much text', `{% for i in (1..9000) %}${'x'.repeat(1000)}{% endfor %}`, /a text of 9000000 characters/],
    ['deep nesting', `${'{% if true %}'.repeat(3000)}${'{% endif %}'.repeat(3000)}`, /call stack|not closed/],
    ['a whole megabyte', 'x'.repeat(1024 * 1024), /a text of 1048576 characters/],
    ['division by nothing', '{{ alert_count | divided_by: 0 }}', null],
  ])(
    '%s',
    (_, text, found) => {
      const rendered = renderTemplate('text', text, { ...ALL, alert_count: 1 });
      if (found !== null) expect(rendered).toMatchObject({ found: expect.stringMatching(found) });
    },
    5_000,
  );
});

test('every filter that is offered is there', () => {
  for (const each of TEMPLATE_FILTERS) {
    expect(findTemplateFault('text', `{{ title | ${each} }}`, KNOWN)).toBeNull();
  }
});
