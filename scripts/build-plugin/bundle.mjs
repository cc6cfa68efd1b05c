import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { rspack } from '@rspack/core';
import { clone } from '../install.mjs';

const plugin = path.join(clone, 'kibana-plugin');
const { id } = JSON.parse(readFileSync(path.join(plugin, 'kibana.json'), 'utf8'));

/** What Kibana 8.12 and 9.x both share with plugins; all else is bundled. By import, the name in `__kbnSharedDeps__`. */
const shared = {
  '@elastic/charts': 'ElasticCharts',
  '@elastic/eui': 'ElasticEui',
  '@emotion/cache': 'EmotionCache',
  '@emotion/react': 'EmotionReact',
  '@kbn/i18n': 'KbnI18n',
  history: 'History',
  moment: 'Moment',
  react: 'React',
  'react-dom': 'ReactDom',
  'react-router-dom': 'ReactRouterDom',
  rxjs: 'Rxjs',
};

/** @typedef {Readonly<Record<string, Buffer>>} Files by path, with `/` */
/** @typedef {{ readonly public: Files, readonly server: Files, readonly packages: readonly string[] }} Bundle */

/** Both halves of the plugin, and the places of the packages of others that are in them. @returns {Promise<Bundle>} */
export async function bundlePlugin() {
  const [browser, server] = await Promise.all([run(browserConfig()), run(serverConfig())]);
  const packages = [...new Set([...browser.packages, ...server.packages])].sort();
  return { public: browser.files, server: server.files, packages };
}

/** @returns {import('@rspack/core').Configuration} */
function browserConfig() {
  const runtime = path.join(plugin, 'bundle/jsx-runtime.ts');
  return {
    ...base('es2022'),
    target: ['web', 'es2022'],
    entry: path.join(plugin, 'bundle/entry.ts'),
    resolve: {
      ...base('es2022').resolve,
      alias: { ...core, '@emotion/react/jsx-runtime': runtime, 'react/jsx-runtime': runtime },
    },
    externalsType: 'var',
    externals: Object.fromEntries(Object.entries(shared).map(([name, key]) => [name, `__kbnSharedDeps__.${key}`])),
    output: {
      filename: `${id}.plugin.js`,
      // A browser keeps what it once got for a year.
      chunkFilename: `${id}.chunk.[name].[contenthash:8].js`,
      uniqueName: id,
      chunkLoadingGlobal: `${id}_chunks`,
      // 'auto' would bring code that Kibana's content security policy refuses. The entry sets the path.
      publicPath: '',
    },
    optimization: {
      minimize: true,
      // The same sources give the same files.
      chunkIds: 'deterministic',
      moduleIds: 'deterministic',
      splitChunks: {
        chunks: 'async',
        minSize: 10_000,
        cacheGroups: { query: { name: 'query', test: /[\\/]node_modules[\\/]@tanstack[\\/]/, enforce: true } },
      },
    },
    performance: { hints: false },
  };
}

/** @returns {import('@rspack/core').Configuration} */
function serverConfig() {
  return {
    ...base('es2022'),
    target: 'node18',
    entry: path.join(plugin, 'server/index.ts'),
    externalsType: 'commonjs2',
    externals: [/^@kbn\//],
    output: { filename: 'index.js', library: { type: 'commonjs2' } },
    // Nobody waits for it, and somebody may read its stack traces.
    optimization: { minimize: false, nodeEnv: 'production' },
  };
}

const core = { 'incident-core$': path.join(clone, 'incident-core/src/index.ts') };

/** @param {'es2022'} target @returns {import('@rspack/core').Configuration} */
function base(target) {
  return {
    mode: 'production',
    context: clone,
    devtool: false,
    resolve: { extensions: ['.ts', '.tsx', '.mjs', '.js'], alias: core },
    module: {
      rules: [
        {
          test: /\.tsx?$/,
          loader: 'builtin:swc-loader',
          options: {
            jsc: {
              target,
              parser: { syntax: 'typescript', tsx: true },
              transform: { react: { runtime: 'automatic', importSource: '@emotion/react' } },
            },
          },
        },
      ],
    },
  };
}

/** @param {import('@rspack/core').Configuration} config @returns {Promise<{ files: Files, packages: string[] }>} */
async function run(config) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'incidents-plugin-'));
  try {
    const stats = await compile({ ...config, output: { ...config.output, path: folder } });
    const names = (await readdir(folder, { recursive: true })).sort();
    const files = await Promise.all(names.map(async (name) => [name, await readFile(path.join(folder, name))]));
    return { files: Object.fromEntries(files), packages: packagesOf(stats) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {import('@rspack/core').Configuration} config @returns {Promise<import('@rspack/core').Stats>} */
function compile(config) {
  return new Promise((resolve, reject) => {
    rspack(config, (error, stats) => {
      if (error) reject(error);
      else if (!stats) reject(new Error('The bundler gave no answer.'));
      else if (stats.hasErrors() || stats.hasWarnings()) reject(new Error(stats.toString('errors-warnings')));
      else resolve(stats);
    });
  });
}

/** The packages whose modules ended in the output: alone, or joined with others into one. @param {import('@rspack/core').Stats} stats */
function packagesOf({ compilation }) {
  const modules = [...compilation.chunks].flatMap((chunk) => [...compilation.chunkGraph.getChunkModules(chunk)]);
  const joined = modules.flatMap((module) => [module, ...insideOf(module)]);
  const resources = joined.flatMap((module) => ('resource' in module ? [String(module.resource)] : []));
  const places = resources.map((resource) => path.relative(clone, resource).split(path.sep).join('/'));
  return places.flatMap((place) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(place) ?? []);
}

/** @param {import('@rspack/core').Module} module @returns {readonly import('@rspack/core').Module[]} */
function insideOf(module) {
  return 'modules' in module && Array.isArray(module.modules) ? module.modules : [];
}
