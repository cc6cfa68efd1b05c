import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { payloadTemplate } from './payload-template';

const samples = path.resolve(__dirname, '../../../../test/fixtures/payloads');

test.each(['active', 'recovered'] as const)(
  'the lines to paste are those that Kibana was seen to fill in: %s',
  (status) => {
    const seen = readFileSync(path.join(samples, `template.${status}.mustache`), 'utf8');
    expect(payloadTemplate(status)).toBe(seen.trimEnd());
  },
);
