import { expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ICONS } from './icon';

const eui = path.dirname(require.resolve('@elastic/eui/package.json'));

test.each(ICONS)('EUI of this end has the icon %s', (name) => {
  const { typeToPathMap } = require(path.join(eui, 'lib/components/icon/icon_map.js')) as {
    readonly typeToPathMap: Readonly<Record<string, string>>;
  };
  const file = typeToPathMap[name];
  expect(file && existsSync(path.join(eui, 'lib/components/icon/assets', `${file}.js`))).toBe(true);
});
