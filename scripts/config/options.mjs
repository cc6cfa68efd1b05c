import path from 'node:path';
import { parseArgs } from 'node:util';

const VERBS = /** @type {const} */ (['apply', 'diff', 'export']);

const USAGE = `Usage: npm run config -- ${VERBS.join('|')} [options]

  apply    makes the backend say what the files say: all of it, or nothing; safe to run again, and twice at once
  diff     what apply would change; changes nothing. Exit code 2 when something would
  export   writes what the backend says into files

  --config DIR        with thresholds.json, team-mapping.json and policies.json (config); what is not there is left alone
  --backend-url URL   INCIDENTS_BACKEND_URL
  --token TOKEN       an API token of a manager of all teams; better INCIDENTS_BACKEND_TOKEN
  --take-over         also overwrite what people changed in the UI
  --json              for programs: one JSON document on standard output; export then writes no files`;

/** @typedef {ReturnType<typeof readOptions>} Options */

/** @param {readonly string[]} args @param {Readonly<Record<string, string | undefined>>} env @throws {Error} that says how it is used */
export function readOptions(args, env) {
  const { positionals, values } = parse(args);
  const [word, ...others] = positionals;
  const verb = VERBS.find((name) => name === word);
  if (!verb || others.length > 0) {
    throw new Error(`found ${positionals.join(' ') || 'nothing'}; expected one of ${VERBS.join(', ')}\n\n${USAGE}`);
  }
  const url = values['backend-url'] || env['INCIDENTS_BACKEND_URL'] || '';
  const token = values.token || env['INCIDENTS_BACKEND_TOKEN'] || '';
  const missing = [
    ...(url ? [] : ['--backend-url or INCIDENTS_BACKEND_URL']),
    ...(token ? [] : ['--token or INCIDENTS_BACKEND_TOKEN']),
  ];
  if (missing.length > 0) throw new Error(`${verb} needs ${missing.join(', ')}`);
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new Error(`--backend-url or INCIDENTS_BACKEND_URL: found ${url}; expected an http or https address`);
  }
  return {
    verb,
    // npm runs scripts in the clone's root, but people name folders from where they stand.
    folder: values.config === undefined ? path.resolve('config') : path.resolve(env['INIT_CWD'] ?? '.', values.config),
    backend: { url: url.replace(/\/+$/, ''), token },
    takeOver: values['take-over'],
    json: values.json,
  };
}

/** @param {readonly string[]} args */
function parse(args) {
  const text = /** @type {const} */ ({ type: 'string' });
  const flag = /** @type {const} */ ({ type: 'boolean', default: false });
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { config: text, 'backend-url': text, token: text, 'take-over': flag, json: flag },
    });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`, { cause: error });
  }
}
