import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { VERSION } from './version.ts';

test('the version that the backend names is that of its package', () => {
  expect(JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'))).toMatchObject({ version: VERSION });
});
