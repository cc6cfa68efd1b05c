import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const call = /\bi18n\.translate\(\s*'([^']+)',\s*\{\s*defaultMessage:\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/g;

/**
 * Every text of the plugin by its id, which is what a translator begins with.
 * @param {string} plugin @returns {Record<string, string>}
 */
export function listMessages(plugin) {
  /** @type {Record<string, string>} */
  const messages = {};
  for (const file of ['common', 'public', 'server'].flatMap((part) => listSources(path.join(plugin, part)))) {
    const source = readFileSync(file, 'utf8');
    const found = [...source.matchAll(call)];
    const calls = source.split('i18n.translate(').length - 1;
    if (found.length !== calls) throw new Error(`${file}: a text is no literal, or does not begin with its message.`);
    for (const [, id = '', literal = ''] of found) {
      const text = literal.slice(1, -1).replaceAll(/\\(.)/g, '$1');
      if (!id.startsWith('incidents.')) throw new Error(`${file}: the id '${id}' does not begin with 'incidents.'.`);
      if (messages[id] !== undefined && messages[id] !== text)
        throw new Error(`${file}: two texts have the id '${id}'.`);
      messages[id] = text;
    }
  }
  return Object.fromEntries(Object.entries(messages).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** @param {string} folder @returns {string[]} */
function listSources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return listSources(place);
    return /(?<!\.(?:test|fixture))\.tsx?$/.test(entry.name) ? [place] : [];
  });
}
