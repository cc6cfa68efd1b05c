/** The backend's configuration as files. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { CONFIG_FILES } from 'incident-core';

/** @typedef {import('incident-core').ConfigFile} ConfigFile */
/** @typedef {{ readonly name: ConfigFile, readonly document: object }} NamedDocument */

const SCHEMAS = path.resolve('config/schema');

/** The documents with the schema that editors check them by, as it is found from the folder. @param {import('incident-core').ConfigAnswer} config @param {string} folder @returns {readonly NamedDocument[]} */
export function toFiles(config, folder) {
  const schemas = path.relative(folder, SCHEMAS).split(path.sep).join('/');
  const place = schemas.startsWith('.') ? schemas : `./${schemas}`;
  return CONFIG_FILES.map((name) => ({
    name,
    document: { $schema: `${place}/${name}.schema.json`, ...config[name] },
  }));
}

/** Each file whole or not at all, in the place of what was there. @param {string} folder @param {readonly NamedDocument[]} files @returns {Promise<readonly string[]>} what was written */
export async function writeFiles(folder, files) {
  await fs.mkdir(folder, { recursive: true });
  return Promise.all(
    files.map(async ({ name, document }) => {
      const file = path.join(folder, `${name}.json`);
      const making = `${file}.${process.pid}`;
      // Others must not be able to write it: such a file is refused when it is read.
      await fs.writeFile(making, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o644 });
      await fs.rename(making, file);
      return file;
    }),
  );
}
