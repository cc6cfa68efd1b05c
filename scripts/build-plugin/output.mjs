import { createWriteStream, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { WrongOption } from './options.mjs';

/** @typedef {import('./bundle.mjs').Files} Files */

// The installer keeps modes: a file that only its owner may read is lost on a Kibana of another user.
const [fileMode, folderMode] = [0o100644, 0o40755];
/** The same sources give the same zip. */
const mtime = new Date('2026-01-01T00:00:00Z');

/** @param {string} zip @param {Files} files @returns {Promise<number>} its bytes */
export async function writeZip(zip, files) {
  mkdirSync(path.dirname(zip), { recursive: true });
  const archive = new ZipFile();
  const root = 'kibana/incidents/';
  for (const folder of ['kibana/', root, ...foldersOf(files).map((folder) => root + folder)]) {
    archive.addEmptyDirectory(folder, { mtime, mode: folderMode });
  }
  for (const [name, content] of Object.entries(files)) {
    archive.addBuffer(content, root + name, { mtime, mode: fileMode, compress: !/\.(br|gz)$/.test(name) });
  }
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(zip));
  return statSync(zip).size;
}

/** Clears only what an earlier build left. @param {string} folder @param {Files} files */
export function writeFolder(folder, files) {
  if (existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(path.join(folder, 'kibana.json'))) {
    throw new WrongOption(`${folder} holds something else than a built plugin: name an empty folder, or a new one.`);
  }
  rmSync(folder, { recursive: true, force: true });
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o755 });
    writeFileSync(file, content, { mode: 0o644 });
  }
}

/** @param {Files} files @returns {string[]} each before what it holds */
function foldersOf(files) {
  const folders = Object.keys(files).flatMap((name) => {
    const parts = name.split('/').slice(0, -1);
    return parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/`);
  });
  return [...new Set(folders)].sort();
}
