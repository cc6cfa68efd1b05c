/** What applying files comes to, in lines for people. */

/** @typedef {import('incident-core').ConfigDiffAnswer} Diff */
/** @typedef {Diff['changes'][number]} Change */

/** @type {Readonly<Record<Exclude<Change['change'], 'keep'>, string>>} */
const WORDS = {
  add: 'add',
  change: 'change',
  adopt: 'adopt',
  remove: 'remove',
  take_over: 'take over',
  conflict: 'conflict',
};

/** A line for each change, and what was said before and after where both are. @param {readonly Change[]} changes @returns {readonly string[]} */
export function describeChanges(changes) {
  return changes.flatMap(({ config, change, name, found, wanted }) => {
    if (change === 'keep') return [];
    const line = `  ${WORDS[change].padEnd(9)} ${config}: ${name}`;
    if (change === 'adopt') return [`${line} (people made the same)`];
    if (found === null || wanted === null) return [`${line} ${wanted ?? found ?? ''}`];
    return [line, `      - ${found}`, `      + ${wanted}`];
  });
}

/** @param {Diff} diff @param {'diff' | 'apply' | 'export'} verb @returns {string} */
export function summaryOf({ applied, changes, problems }, verb) {
  const count = (/** @type {Change['change']} */ change) => changes.filter((one) => one.change === change).length;
  const counts = Object.entries(WORDS).flatMap(([change, word]) => {
    const many = count(/** @type {Change['change']} */ (change));
    return many > 0 ? [`${many} to ${change === 'conflict' ? 'settle (conflict)' : word}`] : [];
  });
  const errors = problems.filter(({ level }) => level === 'error').length;
  if (errors > 0) return `${errors} ${errors === 1 ? 'error' : 'errors'}: nothing is applied`;
  const kept = `${count('keep')} kept`;
  if (counts.length === 0) return `nothing to do, ${kept}`;
  return `${applied ? 'done' : verb === 'apply' ? 'nothing is applied' : 'pending'}: ${counts.join(', ')}, ${kept}`;
}
