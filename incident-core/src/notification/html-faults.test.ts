import { expect, test } from '@jest/globals';
import { findHtmlFault } from './html-faults.ts';

test.each([
  ['values between tags', '<p>{{ title }} &amp; {{ service | upcase }}</p>'],
  ['a value in a quoted attribute', `<p title="a {{ title }}" class='{{ severity }}'>x</p>`],
  [
    'one of our addresses',
    '<a href="{{ incident_url }}">open</a> <a href="https://wiki.example.org/?q={{ service }}">x</a>',
  ],
  ['tags of the template around attributes', '<p {% if service %}class="on"{% endif %}>x</p>'],
  ['a whole page', '<!doctype html><html><head><style>p { margin: 0 }</style></head><body><br/><hr></body></html>'],
  ['what only looks like a tag', 'a < b and {{ alert_count }} <3'],
])('%s may be', (_, html) => {
  expect(findHtmlFault(html)).toBeNull();
});

test.each([
  ['a value outside of quotes', '<p>\n  <a href={{ incident_url }}>x</a>', 2, 3, '<a href={{ incident_url }}>x</a>'],
  ['a value as the name of an attribute', '<p {{ title }}>', 1, 1, '<p {{ title }}>'],
  ['a value as the name of a tag', '<p><{{ title }}', null, 0, ''],
  ['a quote that is none', '<p x=y"{{ title }}">', 1, 1, '<p x=y"{{ title }}">'],
  ['an address that an alert may choose', '<a href="{{ title }}">x</a>', 1, 1, '<a href="{{ title }}">x</a>'],
  [
    'an address that hides behind a filter',
    '<a href="{{ incident_url | append: title }}">',
    1,
    1,
    '<a href="{{ incident_url | append: title }}">',
  ],
  ['a script', '<b>x</b><script>alert(1)</script>', 1, 9, '<script>alert(1)</script>'],
  ['a handler', '<p onclick="x()">', 1, 1, '<p onclick="x()">'],
  ['a value in a style', '<p style="color:{{ severity }}">', 1, 1, '<p style="color:{{ severity }}">'],
  [
    'a value in a style sheet',
    '<style>p { color: {{ severity }} }</style>',
    1,
    1,
    '<style>p { color: {{ severity }} }</style>',
  ],
  ['a comment', '<!-- {{ title }} -->', 1, 1, '<!-- {{ title }} -->'],
  ['a tag without its end', '<p class="x', 1, 1, '<p class="x'],
])('%s is found', (_, html, line, column, found) => {
  const fault = findHtmlFault(html);
  if (line === null) expect(fault).toBeNull();
  else expect(fault).toMatchObject({ line, column, found });
});
