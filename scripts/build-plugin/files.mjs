import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { clone } from '../install.mjs';
import { listMessages } from './messages.mjs';

/** @typedef {import('./bundle.mjs').Files} Files */

const plugin = path.join(clone, 'kibana-plugin');

/**
 * All files of the plugin for one version of Kibana, as they stand in Kibana's folder `plugins/incidents`.
 * @param {import('./bundle.mjs').Bundle} bundle @param {string} kibanaVersion @returns {Files}
 */
export function listFiles(bundle, kibanaVersion) {
  const manifest = JSON.parse(readFileSync(path.join(plugin, 'kibana.json'), 'utf8'));
  const built = {
    ...prefix('server/', bundle.server),
    ...prefix('target/public/', bundle.public),
    '.i18nrc.json': json({
      prefix: manifest.id,
      paths: { [manifest.id]: '.' },
      translations: ['translations/en.json'],
    }),
    'translations/en.json': json({ messages: listMessages(plugin) }),
    LICENSE: readFileSync(path.join(clone, 'LICENSE')),
    'NOTICE.txt': notice(bundle.packages),
  };
  // Browsers keep a bundle for a year under an address that holds the plugin's version: other files, another version.
  const version = `${manifest.version}-b${hashOf(built)}`;
  return {
    'kibana.json': json({ ...manifest, version, kibanaVersion }),
    'package.json': json({ name: manifest.id, version, private: true, license: 'Apache-2.0' }),
    ...built,
    ...compressed(prefix('target/public/', bundle.public)),
  };
}

/** @param {string} before @param {Files} files @returns {Files} */
function prefix(before, files) {
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [before + name, content]));
}

/** @param {unknown} value */
function json(value) {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

/** @param {Files} files */
function hashOf(files) {
  const hash = createHash('sha256');
  for (const [name, content] of Object.entries(files)) hash.update(`${name}\0${content.length}\0`).update(content);
  return hash.digest('hex').slice(0, 10);
}

/** Kibana serves these in place of the file beside them to browsers that take them. @param {Files} files @returns {Files} */
function compressed(files) {
  return Object.fromEntries(
    Object.entries(files).flatMap(([name, content]) => [
      [`${name}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } })],
      [`${name}.gz`, gzipSync(content, { level: 9 })],
    ]),
  );
}

/** The licences of what others wrote and the plugin holds. @param {readonly string[]} packages */
function notice(packages) {
  const parts = packages.map((place) => {
    const folder = path.join(clone, place);
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text =
      file && existsSync(path.join(folder, file)) ? readFileSync(path.join(folder, file), 'utf8').trim() : '';
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return Buffer.from(`This plugin holds code of:\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`);
}
