// Who may import whom. Every rule has a canary under test/canaries/boundaries, named like it.

/** The folders of backend/src. Imports point right: a folder imports itself and what stands to its right. */
const order = [
  ...['auditor', 'figures', 'ingestion', 'reconcile', 'incident', 'escalation', 'notification', 'delivery'],
  ...['team', 'rules', 'access', 'timeline', 'metrics', 'platform'],
];
/** The stages of incident-core. Islands: each sees model/ and support/, never another. */
const stages = [
  ...['transformation', 'incident', 'team', 'escalation', 'notification', 'delivery', 'rules', 'figures', 'contract'],
];
/** Tests, and what only tests share. */
const test = '[.](test|fixture)[.]tsx?$';

/** @param {string} name */
const installed = (name) => `(^|/)node_modules/(@types/)?(${name})/`;

/** @param {string} name @param {string} comment @param {object} from @param {object} to */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const core = [
  forbid(
    'core-is-pure',
    'incident-core imports itself and zod: no Node, no framework, no other package.',
    { path: '^incident-core/src/', pathNot: test },
    { pathNot: ['^incident-core/src/', installed('zod')] },
  ),
  forbid(
    'core-stages-are-islands',
    'A stage sees model/ and support/. Stages meet as values, in the backend.',
    { path: '^incident-core/src/([^/]+)/' },
    { path: '^incident-core/src/', pathNot: '^incident-core/src/($1|model|support)/' },
  ),
  forbid(
    'core-folder-has-its-place',
    'A new folder of the core is first written into the list of stages.',
    { path: '^incident-core/src/[^/]+/', pathNot: `^incident-core/src/(${stages.join('|')}|model|support)/` },
    {},
  ),
  forbid(
    'core-by-its-front-door',
    'What index.ts does not export is private to the core.',
    { pathNot: '^incident-core/' },
    { path: '^incident-core/', pathNot: '^incident-core/src/index[.]ts$' },
  ),
  forbid(
    'core-by-its-name',
    "The core is imported as 'incident-core', as any user of the library would.",
    { pathNot: '^incident-core/' },
    { path: '^incident-core/src/index[.]ts$', dependencyTypesNot: ['aliased-tsconfig-paths'] },
  ),
];

const backend = [
  ...order
    .slice(1)
    .map((folder, index) =>
      forbid(
        `${folder}-points-right`,
        'What flows back flows as rows, read at the next tick.',
        { path: `^backend/src/${folder}/`, pathNot: test },
        { path: `^backend/src/(${order.slice(0, index + 1).join('|')})/` },
      ),
    ),
  forbid(
    'backend-folder-has-its-place',
    'A new folder of the backend is first written into the order.',
    { path: '^backend/src/[^/]+/', pathNot: `^backend/src/(${order.join('|')})/` },
    {},
  ),
  forbid(
    'only-main-imports-app',
    'The files beside main.ts put the folders together; a folder knows nothing of them.',
    { path: '^backend/src/[^/]+/', pathNot: test },
    { path: '^backend/src/[^/]+[.]ts$' },
  ),
  forbid(
    'repositories-are-private',
    'Other folders ask the service: a table has one owner.',
    { path: '^(backend/src/[^/]+(/|$))', pathNot: test },
    { path: '[.]repository[.]ts$', pathNot: '^$1' },
  ),
  forbid(
    'sql-only-in-repositories',
    'Only a repository and platform/ know the database.',
    { path: '^backend/src/', pathNot: ['[.]repository[.]ts$', '^backend/src/platform/', test] },
    { path: installed('knex|pg|pg-[^/]+') },
  ),
  forbid(
    'providers-only-in-channels',
    'A provider is known to its channel alone.',
    { path: '^backend/', pathNot: ['[.]channel[.]ts$', test] },
    { path: installed('nodemailer|@slack/[^/]+|slack__[^/]+|twilio') },
  ),
  forbid(
    'liquid-only-in-template-engine',
    'One file knows the language of templates, and how it is held back.',
    { path: '^backend/', pathNot: ['^backend/src/delivery/template-engine[.]ts$', test] },
    { path: installed('liquidjs') },
  ),
  forbid(
    'redis-only-in-one-file',
    'One file knows that Redis may be away; all others ask it.',
    { path: '^backend/', pathNot: ['^backend/src/platform/redis[.]ts$', test] },
    { path: installed('ioredis') },
  ),
  forbid(
    'migrations-stand-alone',
    'A released migration never changes, so it rests on nothing that does.',
    { path: '^backend/migrations/', pathNot: test },
    { path: '^(backend/src|incident-core)/' },
  ),
];

const plugin = [
  forbid(
    'plugin-browser-side',
    'What runs in the browser needs nothing of the server side.',
    { path: '^kibana-plugin/(public|common)/', pathNot: test },
    { path: '^kibana-plugin/server/' },
  ),
  forbid(
    'plugin-browser-without-node',
    'What runs in the browser has no Node.',
    { path: '^kibana-plugin/(public|common)/', pathNot: test },
    { dependencyTypes: ['core'] },
  ),
  forbid(
    'plugin-server-side',
    'What runs in the server needs nothing of the browser side.',
    { path: '^kibana-plugin/(server|common)/', pathNot: test },
    { path: '^kibana-plugin/public/' },
  ),
];

const everywhere = [
  forbid(
    'packages-meet-at-core',
    'Plugin and backend meet over HTTP, and share the core.',
    { path: '^(backend|kibana-plugin)/' },
    { path: '^(backend|kibana-plugin)/', pathNot: '^$1/' },
  ),
  forbid(
    'packages-stand-alone',
    'What is shipped needs nothing of scripts, tests or tooling.',
    { path: '^(incident-core|backend|kibana-plugin)/', pathNot: test },
    { path: '^(test|scripts|config)/' },
  ),
  forbid(
    'scripts-know-core-only',
    'Scripts start the backend and call it; they do not import it.',
    { path: '^scripts/' },
    { path: '^(backend|kibana-plugin|test)/' },
  ),
  forbid(
    'nothing-imports-a-test',
    'What is shipped does not rest on tests or on their fixtures.',
    { pathNot: ['^test/', test] },
    { path: test },
  ),
  forbid('no-cycles', 'Two files that need each other are one file, or three.', {}, { circular: true }),
  forbid(
    'no-orphans',
    'A file that knows nobody and that nobody knows is forgotten.',
    {
      orphan: true,
      pathNot: [
        '^backend/src/(main|app[.]module)[.]ts$',
        '^backend/migrations/',
        '^config/',
        '^kibana-plugin/types/',
        '^kibana-plugin/preview/.*[.](d[.]ts|cjs)$',
        test,
      ],
    },
    {},
  ),
  // Kibana's own packages are there when the plugin runs; types/ says what we use of them.
  forbid('no-unresolved', 'An import leads somewhere.', {}, { couldNotResolve: true, pathNot: '^@kbn/' }),
];

module.exports = {
  forbidden: [...core, ...backend, ...plugin, ...everywhere],
  options: {
    // What we build, not what others built: many packages keep their code in dist.
    exclude: { path: ['^(incident-core|backend|kibana-plugin)/(dist|build)/', '^test/(canaries|fixtures)/'] },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
