import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { HANDOFF_VARIABLES, INCIDENT_VARIABLES, PAYLOAD_TEMPLATES } from 'incident-core';
import { CONFIG_VARIABLES } from '../../backend/src/platform/config.ts';

const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');

test('the README lists every variable that the backend reads, and no other', () => {
  const [table = ''] = readme.slice(readme.search(/^\| variable /m)).split('\n\n');
  const rows = table.split('\n').slice(2);
  const listed = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name));
  expect(listed.sort()).toEqual([...CONFIG_VARIABLES].sort());
});

test('the README names only npm scripts that exist', () => {
  const { scripts } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { scripts: object };
  const named = [...readme.matchAll(/npm run ([a-z:-]+)/g)].map(([, name]) => name);
  expect(named.filter((name) => name === undefined || !(name in scripts))).toEqual([]);
});

test('the README lists every variable that a template may name, and no other', () => {
  const [table = ''] = readme.slice(readme.search(/^\| a name /m)).split('\n\n');
  const rows = table.split('\n').slice(2);
  const listed = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));
  const known = new Set([...INCIDENT_VARIABLES, ...HANDOFF_VARIABLES].map(({ name }) => name));
  expect(listed.sort()).toEqual([...known].sort());
});

test('the README shows the body for active alerts that the plan of rules sends', () => {
  const [, block = ''] = /```\n( *\{\n[\s\S]*?\n *\})\n *```/.exec(readme) ?? [];
  expect(block.replaceAll(/^ {3}/gm, '')).toBe(PAYLOAD_TEMPLATES.active);
});
