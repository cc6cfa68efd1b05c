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
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.local/'],
});

export default {
  rootDir,
  randomize: true,
  maxWorkers: 2,
  // A busy machine must not fail a test that starts a whole backend.
  testTimeout: 30_000,
  projects: [
    project('core', ['<rootDir>/incident-core/src/**/*.test.ts']),
    project('backend', ['<rootDir>/backend/**/*.test.ts']),
    project('contracts', ['<rootDir>/test/contracts/**/*.test.ts']),
    project('scenarios', ['<rootDir>/test/scenarios/**/*.test.ts']),
  ],
};
