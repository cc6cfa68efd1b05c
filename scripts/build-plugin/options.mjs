import { parseArgs } from 'node:util';

/** The caller's mistake, said in one sentence. */
export class WrongOption extends Error {}

const usage = 'npm run build:plugin -- --kibana-version X.Y.Z [--kibana-version X.Y.Z …]';

/**
 * @param {string[]} args
 * @returns {{ readonly versions: readonly string[], readonly folder: string | undefined }}
 */
export function readOptions(args) {
  const { versions, folder } = parse(args);
  if (versions.length === 0) throw new WrongOption(`Say for which Kibana: ${usage}`);
  if (folder !== undefined && versions.length > 1) throw new WrongOption('--folder takes one --kibana-version.');
  for (const version of versions) check(version);
  return { versions: [...new Set(versions)], folder };
}

/** @param {string[]} args */
function parse(args) {
  try {
    const { values } = parseArgs({
      args,
      options: { 'kibana-version': { type: 'string', multiple: true }, folder: { type: 'string' } },
    });
    return { versions: values['kibana-version'] ?? [], folder: values.folder };
  } catch (error) {
    throw new WrongOption(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

/** Kibana takes a plugin that names its own version exactly. @param {string} version */
function check(version) {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(version);
  if (!match) throw new WrongOption(`'${version}' is no Kibana version: three numbers were expected, as in 8.12.2.`);
  const [major, minor] = [Number(match[1]), Number(match[2])];
  if (major < 8 || (major === 8 && minor < 12)) {
    throw new WrongOption(`The plugin needs Kibana 8.12 or later, not ${version}.`);
  }
}
