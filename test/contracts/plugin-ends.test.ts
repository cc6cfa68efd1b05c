import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

interface Package {
  readonly version: string;
  readonly license: string;
  readonly private: boolean;
  readonly dependencies: Readonly<Record<string, string>>;
}

const read = (folder: string) => JSON.parse(readFileSync(`kibana-plugin${folder}/package.json`, 'utf8')) as Package;

test.each(['low', 'high'])('the end %s is the plugin, with what Kibana has beside it', (end) => {
  const [plugin, tried] = [read(''), read(`/ends/${end}`)];
  expect(Object.keys(plugin.dependencies).length).toBeGreaterThan(0);
  expect(tried.dependencies).toMatchObject(plugin.dependencies);
  expect(tried).toMatchObject({ version: plugin.version, license: plugin.license, private: true });
});
