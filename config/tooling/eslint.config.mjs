import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cwd } from 'node:process';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { rules } from './house-rules.mjs';

// Paths are those of the folder that ESLint is started in: ours, or the canaries' tree, which is laid out like ours.
const base = cwd();
const core = 'incident-core/src/**/*.ts';
const backend = 'backend/{src,migrations}/**/*.ts';
const plugin = 'kibana-plugin/**/*.{ts,tsx}';
const tests = ['**/*.test.{ts,tsx}', 'test/**/*.ts'];
const all = ['**/*.{ts,tsx,mjs,cjs,js}'];

/** @type {import('eslint').Linter.RulesRecord} */
const typed = {
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/ban-ts-comment': 'error',
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/only-throw-error': ['error', { allowThrowingAny: true, allowThrowingUnknown: true }],
  '@typescript-eslint/prefer-promise-reject-errors': ['error', { allowThrowingAny: true, allowThrowingUnknown: true }],
  // Without the await, a try or finally around it is over before the promise is.
  '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
};

export default defineConfig(
  { ignores: ['**/node_modules/', '**/dist/', '**/build/', '**/.local/', 'test/canaries/', 'test/fixtures/'] },
  {
    files: all,
    languageOptions: { parser: tseslint.parser },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { '@typescript-eslint': tseslint.plugin, house: { rules } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-duplicate-case': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 400 }],
      'house/no-drawer-name': 'error',
      'house/no-enum': 'error',
      'house/no-export-all': 'error',
      'house/no-default-export': 'error',
    },
  },
  // The root's tsconfig sees all but the plugin, which has the browser's types, its own JSX and a tsconfig for both.
  {
    files: all,
    ignores: [plugin],
    languageOptions: { parserOptions: { project: join(base, 'tsconfig.json'), tsconfigRootDir: base } },
    rules: typed,
  },
  {
    files: [plugin],
    languageOptions: {
      parserOptions: { project: join(base, 'kibana-plugin/tsconfig.json'), tsconfigRootDir: base },
    },
    rules: existsSync(join(base, 'kibana-plugin/tsconfig.json')) ? typed : {},
  },
  {
    files: [core, 'backend/src/**/*.ts'],
    rules: {
      'no-console': 'error',
      'house/no-clock': 'error',
      'house/no-randomness': 'error',
      'house/no-late-import': 'error',
    },
  },
  { files: [core], ignores: ['**/*.{test,fixture}.ts'], rules: { 'house/doc-comment': 'error' } },
  { files: [core, backend, plugin], ignores: tests, rules: { 'house/no-environment': 'error' } },
  { files: ['backend/src/**/*.ts'], ignores: tests, rules: { 'house/no-raw-sql': 'error' } },
  { files: ['backend/src/platform/clock.ts'], rules: { 'house/no-clock': 'off' } },
  // What most never use is not loaded.
  {
    files: ['backend/src/platform/{redis,tracer}.ts', 'backend/src/reconcile/alert-indices.ts'],
    rules: { 'house/no-late-import': 'off' },
  },
  { files: ['backend/src/platform/config.ts'], rules: { 'house/no-environment': 'off' } },
  {
    files: ['backend/src/platform/**/*.ts', '**/*.repository.ts'],
    rules: { 'house/no-raw-sql': 'off' },
  },
  { files: ['backend/src/platform/**/*.ts', 'backend/src/**/*.test.ts'], rules: { 'house/no-randomness': 'off' } },
  // A list of names in the order of the stages: there is nothing in it to split.
  {
    files: tests,
    rules: {
      'max-lines': ['error', { max: 500 }],
      'house/no-left-out-test': 'error',
      'house/no-module-mock': 'error',
    },
  },
  {
    // The table of contents of the core: names in pipeline order, and nothing else.
    files: ['incident-core/src/index.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    // Of the core, the browser gets types, schemas, pure planning, and what Kibana's answers to a plan mean: what else
    // decides stays on the server.
    files: ['kibana-plugin/public/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^incident-core$',
              allowTypeImports: true,
              allowImportNamePattern: '(Schema$)|(^plan[A-Z])|(^decideApplied$)|(^[A-Z][A-Z_]+$)',
              message:
                'The browser takes types, schemas, lists of words, pure planning and decideApplied from the core.',
            },
          ],
        },
      ],
    },
  },
  { files: ['kibana-plugin/public/**/*.tsx'], rules: { 'house/no-bare-icon': 'error' } },
  { files: ['config/tooling/*.{mjs,cjs}'], rules: { 'house/no-default-export': 'off' } },
);
