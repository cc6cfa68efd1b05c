/**
 * Our own ESLint rules: what the style page says and no ready-made rule can see.
 * Each has a canary under test/canaries/lint, named like it.
 * @typedef {import('eslint').Rule.RuleModule} RuleModule
 * @typedef {import('eslint').Rule.RuleContext} RuleContext
 * @typedef {import('eslint').Rule.Node} Node
 */

const clock = [
  "NewExpression[callee.name='Date'][arguments.length=0]",
  "CallExpression[callee.name='Date']",
  "MemberExpression[object.name=/^(Date|DateTime|performance)$/][property.name='now']",
  "MemberExpression[object.name='process'][property.name='hrtime']",
];
const randomness = [
  "MemberExpression[object.name='Math'][property.name='random']",
  'MemberExpression[property.name=/^(getRandomValues|random(UUID|Bytes|Int|Fill|FillSync))$/]',
  'ImportSpecifier[imported.name=/^(getRandomValues|random(UUID|Bytes|Int|Fill|FillSync))$/]',
  "ImportDeclaration[source.value='uuid'] ImportSpecifier[imported.name=/^v[1467]$/]",
];
const environment = [
  "MemberExpression[object.name='process'][property.name='env']",
  "VariableDeclarator[init.name='process']",
  'ImportDeclaration[source.value=/^(node:)?process$/]',
];
const focused = [
  'MemberExpression[property.name=/^(only|skip|todo)$/]',
  'CallExpression[callee.name=/^(fit|fdescribe|xit|xtest|xdescribe)$/]',
];

const bareIcons = [
  'JSXAttribute[name.name=/^(iconType|icon)$/][value.type="Literal"]',
  'JSXOpeningElement[name.name="EuiIcon"] > JSXAttribute[name.name="type"][value.type="Literal"]',
  'Property[key.name="iconType"] > Literal.value',
];

/** @type {Readonly<Record<string, RuleModule>>} */
export const rules = {
  'no-clock': forbid(clock, 'Take the time as a parameter: now. Only platform/clock.ts reads it.'),
  'no-randomness': forbid(randomness, 'Take randomness as a parameter. Only platform/ makes it.'),
  'no-environment': forbid(environment, 'Only platform/config.ts reads the environment.'),
  'no-raw-sql': forbid(["CallExpression[callee.property.name='raw']"], 'SQL stands in a repository.'),
  'no-enum': forbid(['TSEnumDeclaration'], 'Write a union of strings.'),
  'no-export-all': forbid(['ExportAllDeclaration'], 'Name what you export.'),
  'no-default-export': forbid(
    ['ExportDefaultDeclaration', "ExportSpecifier[exported.name='default']"],
    'Export by name.',
  ),
  'no-late-import': forbid(['ImportExpression'], 'Import at the top: an import inside a function hides a cycle.'),
  'no-left-out-test': forbid(focused, 'All tests run, always.'),
  'no-module-mock': forbid(
    ["MemberExpression[object.name='jest'][property.name=/^(mock|doMock|unstable_mockModule)$/]"],
    'Replace the outside, never our own modules.',
  ),
  'no-bare-icon': forbid(bareIcons, "Name it by icon('…'), which knows the icons of every Kibana."),
  'no-drawer-name': { create: checkNames },
  'doc-comment': { create: checkDocComments },
};

/** @param {readonly string[]} selectors @param {string} message @returns {RuleModule} */
function forbid(selectors, message) {
  return {
    create: (context) => ({
      [selectors.join(', ')]: (/** @type {Node} */ node) => context.report({ node, message }),
    }),
  };
}

/** Words that say nothing of what is inside. */
const drawers = ['manager', 'helper', 'helpers', 'util', 'utils', 'common', 'misc', 'data', 'info', 'handler'];
/** Kibana's own words: a folder of each plugin, and the documents of its alerts. */
const kibanas = /^kibana-plugin\/common(?=\/)|alerts-as-data|AlertsAsData/g;

/** @param {RuleContext} context @returns {import('eslint').Rule.RuleListener} */
function checkNames(context) {
  const path = context.filename
    .slice(context.cwd.length + 1)
    .replaceAll('\\', '/')
    .replaceAll(kibanas, '')
    .replace(/([.]test)?[.]\w+$/, '');
  /** @param {Node} node */
  const checkName = (node) => {
    const name = 'name' in node ? String(node.name) : '';
    const word = drawerIn(name);
    if (word) context.report({ node, message: `'${name}' says '${word}': say what it is or gives.` });
  };
  const exported = 'ExportNamedDeclaration >';
  return {
    Program(node) {
      const word = path.split('/').map(drawerIn).find(Boolean);
      if (word) context.report({ node, message: `'${path}' says '${word}': name it for what is inside.` });
    },
    [`${exported} FunctionDeclaration > Identifier.id`]: checkName,
    [`${exported} ClassDeclaration > Identifier.id`]: checkName,
    [`${exported} VariableDeclaration > VariableDeclarator[init.type=/Function/] > Identifier.id`]: checkName,
  };
}

/** `process` is a fine noun, so only a name that begins with it is a verb. @param {string} name */
function drawerIn(name) {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z]+/);
  return words[0] === 'process' && words.length > 1 ? 'process' : words.find((word) => drawers.includes(word));
}

/** @param {RuleContext} context @returns {import('eslint').Rule.RuleListener} */
function checkDocComments(context) {
  const message = 'What the core exports says in one sentence what it gives or means.';
  const documented = '/^(FunctionDeclaration|ClassDeclaration|TSInterfaceDeclaration|TSTypeAliasDeclaration)$/';
  return {
    [`ExportNamedDeclaration[declaration.type=${documented}]`]: (/** @type {Node} */ node) => {
      // A type made from a list or a schema is explained there.
      if (/^export type \w+ =[^{]*\btypeof\b/.test(context.sourceCode.getText(node))) return;
      const comment = context.sourceCode.getCommentsBefore(node).at(-1);
      if (comment?.type !== 'Block' || !comment.value.startsWith('*')) context.report({ node, message });
    },
  };
}
