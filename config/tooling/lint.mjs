import { clone, run } from './run.mjs';
import { listRoots } from './sources.mjs';

const eslint = 'eslint/bin/eslint.js';
const args = ['--config', `${clone}config/tooling/eslint.config.mjs`, '--max-warnings', '0'];

/** The tool's own words, for people. @param {string} base */
export const lint = (base) => run(eslint, [...args, ...listRoots(base)], { cwd: base });

/**
 * Which rules found something in which file.
 * @param {string} base
 * @returns {Promise<Readonly<Record<string, readonly string[]>>>} by path below `base`, each rule once, without its plugin
 */
export async function findRulesBroken(base) {
  const { stdout, output } = await run(eslint, [...args, '--format', 'json', ...listRoots(base)], { cwd: base });
  if (!stdout.startsWith('[')) throw new Error(`ESLint gave no answer: ${output}`);
  /** @type {{ filePath: string, messages: { ruleId: string | null, message: string }[] }[]} */
  const files = JSON.parse(stdout);
  return Object.fromEntries(
    files.map(({ filePath, messages }) => {
      const broken = messages.map(({ ruleId, message }) => ruleId?.split('/').at(-1) ?? message);
      return [filePath.slice(base.length).replace(/^\//, ''), [...new Set(broken)]];
    }),
  );
}
