/** `npm run schema`: writes the JSON Schemas of the configuration files, made from the schemas that read them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { toConfigSchemas } from 'incident-core';
import { clone } from './install.mjs';

const folder = path.join(clone, 'config/schema');
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(toConfigSchemas())) {
  const file = `${name}.schema.json`;
  writeFileSync(path.join(folder, file), `${JSON.stringify(schema, null, 2)}\n`);
  process.stdout.write(`config/schema/${file}\n`);
}
