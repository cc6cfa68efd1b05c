import { fileURLToPath } from 'node:url';

const rootDir = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Jest runs CommonJS: our TypeScript and the ESM-only packages that Nest brings are compiled on the way.
 * @param {string} displayName @param {readonly string[]} testMatch
 */
const project = (displayName, testMatch) => ({
  displayName,
  rootDir,
  testMatch,
  testEnvironment: 'node',
  transform: {
    '^.+\\.(ts|mjs|js)$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: [
    '/node_modules/(?!(@nestjs|cookie|uuid|file-type|token-types|strtok3|@tokenizer|@borewit|uint8array-extras)/)',
  ],
  moduleNameMapper: { '^incident-core$': '<rootDir>/incident-core/src/index.ts' },
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.local/', '<rootDir>/build/'],
});

const kibanas = {
  '^incident-core$': '<rootDir>/incident-core/src/index.ts',
  '^@kbn/i18n$': '<rootDir>/kibana-plugin/preview/host/kbn-i18n.ts',
};

/**
 * The plugin with React and EUI of one end. Packages of both ends stand at the root and would find the root's React, so
 * each is told where its own is.
 * @param {'low' | 'high'} end
 */
const pluginProject = (end) => {
  const own = end === 'low' ? '<rootDir>/kibana-plugin/ends/low/node_modules' : '<rootDir>/node_modules';
  return {
    ...pluginBase(`plugin-${end}`, ['<rootDir>/kibana-plugin/{common,public}/**/*.test.{ts,tsx}']),
    testEnvironment: 'jsdom',
    setupFiles: ['<rootDir>/config/tooling/jest-browser.mjs'],
    setupFilesAfterEnv: ['<rootDir>/config/tooling/jest-patience.mjs'],
    moduleNameMapper: {
      ...kibanas,
      '^refractor$': '<rootDir>/config/tooling/jest-refractor.cjs',
      '^(react|react-dom|@elastic/charts|@elastic/eui|@testing-library/react|@testing-library/dom)(/.*)?$': `${own}/$1$2`,
    },
  };
};

/** @param {string} displayName @param {readonly string[]} testMatch */
const pluginBase = (displayName, testMatch) => ({
  ...project(displayName, testMatch),
  transform: {
    '^.+\\.(tsx?|mjs|js)$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic', importSource: '@emotion/react' } },
          target: 'es2022',
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
});

export default {
  rootDir,
  randomize: true,
  maxWorkers: 2,
  // Each file loads the backend anew, and not all of the one before goes: beyond this a worker only collects garbage.
  workerIdleMemoryLimit: '700MB',
  // Ends what hangs. A busy machine must not fail a test that starts a whole backend and a browser.
  testTimeout: 300_000,
  projects: [
    project('core', ['<rootDir>/incident-core/src/**/*.test.ts']),
    project('backend', ['<rootDir>/backend/**/*.test.ts']),
    project('contracts', ['<rootDir>/test/contracts/**/*.test.ts']),
    project('scenarios', ['<rootDir>/test/scenarios/**/*.test.ts']),
    pluginProject('low'),
    pluginProject('high'),
    {
      ...pluginBase('plugin-server', ['<rootDir>/kibana-plugin/server/**/*.test.ts']),
      moduleNameMapper: kibanas,
    },
    {
      ...project('ui', ['<rootDir>/test/ui/**/*.test.ts']),
      globalSetup: '<rootDir>/config/tooling/jest-previews.mjs',
    },
    {
      // The same walks, and what only a real Kibana can show. There is one Kibana: run them one after another.
      ...project('kibana', [
        '<rootDir>/test/kibana/**/*.test.ts',
        '<rootDir>/test/ui/{incidents,sidebar,arranging,incident,teams,sources,on-call,policies,notifications,own,page-now}.test.ts',
      ]),
      setupFiles: ['<rootDir>/config/tooling/jest-kibana.mjs'],
    },
  ],
};
