/** The configuration files of a folder, read with everything that is wrong with them by line and column. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { readPolicies, readTeamMapping, readThresholds, toJsonPath } from 'incident-core';
import { problemLine, readJson } from './read-json.mjs';

/** @typedef {import('incident-core').ConfigProblem} ConfigProblem */
/** @typedef {import('incident-core').ThresholdsFile} ThresholdsFile */
/** @typedef {import('incident-core').TeamMappingFile} TeamMappingFile */
/** @typedef {import('incident-core').PoliciesFile} PoliciesFile */
/**
 * @template Document
 * @typedef {object} ConfigText
 * @property {string} file as people name it, from where they stand
 * @property {string} sha256 of its bytes, in hexadecimal
 * @property {Document} document
 * @property {(problem: ConfigProblem) => string} describe one line for people, with line and column
 */
/** @typedef {{ readonly thresholds: ConfigText<ThresholdsFile> | null, readonly mapping: ConfigText<TeamMappingFile> | null, readonly policies: ConfigText<PoliciesFile> | null }} ConfigFolder */

const MOST_BYTES = 8 * 1024 * 1024;
const WRITABLE_BY_ALL = 0o002;

/** Files that cannot be used, with all that is wrong with them. */
export class ConfigError extends Error {
  /** @param {readonly string[]} lines */
  constructor(lines) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

/**
 * Reads all files of a folder that are there. What is wrong with any of them is told at once.
 * @param {string} folder @returns {Promise<ConfigFolder>} @throws {ConfigError}
 */
export async function readConfigFolder(folder) {
  const [thresholds, mapping, policies] = await Promise.all([
    settle(readFile(path.join(folder, 'thresholds.json'), readThresholds)),
    settle(readFile(path.join(folder, 'team-mapping.json'), readTeamMapping)),
    settle(readFile(path.join(folder, 'policies.json'), readPolicies)),
  ]);
  const lines = [thresholds, mapping, policies].flatMap(({ lines: wrong }) => wrong);
  if (lines.length > 0) throw new ConfigError(lines);
  if (!thresholds.text && !mapping.text && !policies.text) {
    throw new ConfigError([
      `${folder}: found none of thresholds.json, team-mapping.json and policies.json, expected one at least`,
    ]);
  }
  return { thresholds: thresholds.text, mapping: mapping.text, policies: policies.text };
}

/**
 * Null where there is no such file.
 * @template Document @param {string} file @param {(given: unknown) => import('incident-core').ConfigReading<Document>} read
 * @returns {Promise<ConfigText<Document> | null>} @throws {ConfigError}
 */
async function readFile(file, read) {
  const bytes = await readBytes(file);
  if (bytes === null) return null;
  const json = readJson(decode(file, bytes));
  if (json.kind === 'refused') {
    throw new ConfigError(json.problems.map((problem) => problemLine(file, problem, toJsonPath(problem.path))));
  }
  const describe = (/** @type {ConfigProblem} */ problem) =>
    problemLine(file, json.place(problem), toJsonPath(problem.path));
  const reading = read(json.value);
  if (reading.kind === 'refused') throw new ConfigError(reading.problems.map(describe));
  return { file, sha256: createHash('sha256').update(bytes).digest('hex'), document: reading.document, describe };
}

/** @param {string} file @returns {Promise<Buffer | null>} */
async function readBytes(file) {
  const handle = await fs.open(file, 'r').catch((error) => {
    if (error.code === 'ENOENT') return null;
    throw wrong(file, `a file that cannot be read (${error.code})`, 'a file that can');
  });
  if (handle === null) return null;
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw wrong(file, 'something that is no file', 'a file');
    if ((stat.mode & WRITABLE_BY_ALL) !== 0) {
      const mode = (stat.mode & 0o777).toString(8);
      throw wrong(file, `a file that everybody may write (mode ${mode})`, 'one that others may not: chmod o-w');
    }
    if (stat.size > MOST_BYTES) throw wrong(file, `${stat.size} bytes`, `at most ${MOST_BYTES}`);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** @param {string} file @param {Buffer} bytes */
function decode(file, bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (/** @type {{ code?: string }} */ (error).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw wrong(file, 'bytes that are no UTF-8', 'UTF-8');
  }
}

/**
 * @template Text @param {Promise<Text>} reading
 * @returns {Promise<{ readonly text: Text | null, readonly lines: readonly string[] }>}
 */
async function settle(reading) {
  try {
    return { text: await reading, lines: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { text: null, lines: error.lines };
  }
}

/** @param {string} file @param {string} found @param {string} expected */
function wrong(file, found, expected) {
  return new ConfigError([problemLine(file, { line: 1, column: 1, level: 'error', path: [], found, expected }, '$')]);
}
