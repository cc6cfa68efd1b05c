import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that hold what we write. */
const roots = ['incident-core', 'backend', 'kibana-plugin', 'scripts', 'test', 'config/tooling'];
const left = new Set(['node_modules', 'dist', 'build', 'coverage', '.local', 'test/canaries', 'test/fixtures']);

/**
 * Every source file below a folder, as paths with `/` relative to it. Read from the disk and not from git: a new file
 * counts before it is committed, and a copy without `.git` is checked like a clone.
 * @param {string} base
 * @returns {readonly string[]}
 */
export function listSources(base) {
  return roots.flatMap((root) => sourcesBelow(base, root));
}

/** The folders among ours that hold any: a tool refuses one without. @param {string} base @returns {readonly string[]} */
export function listRoots(base) {
  return roots.filter((root) => sourcesBelow(base, root).length > 0);
}

/** @param {string} base @param {string} folder @returns {readonly string[]} */
function sourcesBelow(base, folder) {
  const place = join(base, folder);
  if (!existsSync(place)) return [];
  return readdirSync(place, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (left.has(entry.name) || left.has(path)) return [];
    if (entry.isDirectory()) return sourcesBelow(base, path);
    return /[.](ts|tsx|mjs|cjs|js)$/.test(entry.name) ? [path] : [];
  });
}
