import { clone, run } from './run.mjs';
import { listRoots, listSources } from './sources.mjs';

/** @typedef {{ readonly rule: string, readonly from: string, readonly to: string }} Violation */
/** @typedef {{ readonly violations: readonly Violation[], readonly unseen: readonly string[], readonly seen: number }} Cruise */

/**
 * Holds the boundary rules against a tree laid out like ours.
 * A cruise that sees nothing finds nothing and looks fine, so it also says which source files it did not see.
 * @param {string} base
 * @returns {Promise<Cruise>}
 */
export async function cruise(base) {
  const rules = `${clone}config/tooling/dependency-cruiser.cjs`;
  const { stdout, output } = await run(
    'dependency-cruiser/bin/dependency-cruise.mjs',
    ['--config', rules, '--output-type', 'json', ...listRoots(base)],
    { cwd: base },
  );
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser gave no answer: ${output}`);
  /** @type {{ modules: { source: string }[], summary: { violations: { rule: { name: string }, from: string, to: string }[] } }} */
  const { modules, summary } = JSON.parse(stdout);
  const seen = new Set(modules.map(({ source }) => source));
  const sources = listSources(base);
  return {
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    unseen: sources.filter((file) => !seen.has(file)),
    seen: sources.filter((file) => seen.has(file)).length,
  };
}
