import { expect, test } from '@jest/globals';
import path from 'node:path';
import { ICONS } from './icon';

const eui = path.dirname(require.resolve('@elastic/eui/package.json'));

test.each(ICONS)('EUI of this end has the icon %s', (name) => {
  const { typeToPathMap } = require(path.join(eui, 'lib/components/icon/icon_map.js')) as {
    readonly typeToPathMap: Readonly<Record<string, unknown>>;
  };
  expect(typeToPathMap).toHaveProperty(name);
});
