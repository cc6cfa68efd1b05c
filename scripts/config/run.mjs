/** What `npm run config` does, once packages are there. */
import path from 'node:path';
import { ApiError, connectApi } from '../start/api.mjs';
import { ConfigError, readConfigFolder } from './read-config.mjs';
import { describeChanges, summaryOf } from './report.mjs';
import { toFiles, writeFiles } from './write-config.mjs';

/** @typedef {import('./options.mjs').Options} Options */
/** @typedef {import('./read-config.mjs').ConfigFolder} ConfigFolder */
/** @typedef {import('incident-core').ConfigDiffAnswer} Diff */
/** @typedef {import('incident-core').ConfigFile} ConfigFile */
/** `say` is for people, `give` for programs. @typedef {{ readonly say: (line: string) => void, readonly give: (document: unknown) => void }} Output */

/** @param {Options} options @param {Output} output @returns {Promise<0 | 1 | 2>} the exit code */
export async function run(options, output) {
  const api = connectApi(options.backend.url, options.backend.token);
  try {
    return options.verb === 'export' ? await exportFiles(api, options, output) : await carry(api, options, output);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    error.lines.forEach(output.say);
    output.give({ applied: false, refused: error.lines });
    return 1;
  }
}

/** @typedef {import('../start/api.mjs').Api} Api */

/** @param {Api} api @param {Options} options @param {Output} output @returns {Promise<0>} */
async function exportFiles(api, { folder, json }, { say, give }) {
  const config = /** @type {import('incident-core').ConfigAnswer} */ (await api.call('GET', '/v1/config'));
  const files = toFiles(config, folder);
  give(Object.fromEntries(files.map(({ name, document }) => [name, document])));
  if (!json) for (const file of await writeFiles(folder, files)) say(`wrote ${path.relative('.', file)}`);
  return 0;
}

/** @param {Api} api @param {Options} options @param {Output} output @returns {Promise<0 | 1 | 2>} */
async function carry(api, { verb, folder, takeOver }, { say, give }) {
  const texts = await readConfigFolder(path.relative('.', folder) || '.');
  const given = { ...toGiven(texts), take_over: takeOver };
  const { diff, refusal } = await ask(api, verb === 'diff' ? 'diff' : 'apply', given);
  for (const { config, at, ...problem } of diff.problems) {
    say(textOf(texts, config)?.describe({ ...problem, ...(at && { at }) }) ?? config);
  }
  describeChanges(diff.changes).forEach(say);
  say(summaryOf(diff, verb));
  if (refusal !== null) say(refusal);
  give(diff);
  if (refusal !== null || diff.problems.some(({ level }) => level === 'error')) return 1;
  return verb === 'diff' && diff.changes.some(({ change }) => change !== 'keep') ? 2 : 0;
}

/**
 * A refusal tells all that a diff does.
 * @param {Api} api @param {'diff' | 'apply'} verb @param {object} given
 * @returns {Promise<{ readonly diff: Diff, readonly refusal: string | null }>}
 */
async function ask(api, verb, given) {
  try {
    const diff = /** @type {Diff} */ (await api.call('POST', `/v1/config/${verb}`, given));
    return { diff, refusal: null };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const problem = toProblem(error.text);
    if (!Array.isArray(problem['changes']) || !Array.isArray(problem['problems'])) throw error;
    const { changes, problems } = problem;
    return { diff: { applied: false, changes, problems }, refusal: `refused: ${problem['title']}` };
  }
}

/** @param {string} text @returns {{ readonly [name: string]: unknown }} */
function toProblem(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** @param {ConfigFolder} texts */
function toGiven({ thresholds, mapping, policies }) {
  return {
    ...(thresholds && { thresholds: toText(thresholds) }),
    ...(mapping && { 'team-mapping': toText(mapping) }),
    ...(policies && { policies: toText(policies) }),
  };
}

/** @param {import('./read-config.mjs').ConfigText<object>} text */
function toText({ file, sha256, document }) {
  // Folders above where we stand say nothing to others.
  const name = file.startsWith('..') || path.isAbsolute(file) ? path.basename(file) : file.split(path.sep).join('/');
  return { file: name, hash: sha256, document };
}

/** @param {ConfigFolder} texts @param {ConfigFile} config */
function textOf(texts, config) {
  return { thresholds: texts.thresholds, 'team-mapping': texts.mapping, policies: texts.policies }[config];
}
