import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { rspack } from '@rspack/core';

const clone = fileURLToPath(new URL('../../..', import.meta.url));
const preview = path.join(clone, 'kibana-plugin/preview');

/** Kibana versions whose shared libraries are about those of an end. */
export const kibanas = { low: '8.12.2', high: '9.2.0' };

/**
 * Everything that the host serves, in a folder laid out like Kibana's: the plugin as it would be installed, what Kibana
 * shares with plugins, and the host's page.
 * @param {'low' | 'high'} end @returns {Promise<string>}
 */
export async function buildHost(end) {
  const folder = folderOf(end);
  const ui = path.join(folder, 'ui');
  mkdirSync(ui, { recursive: true });
  const alias = aliases(end);
  await Promise.all([
    buildPlugin(kibanas[end], path.join(folder, 'plugins/incidents')),
    bundleOnce(end, ui, alias),
    bundle({ entry: path.join(preview, 'host/index.tsx'), filename: 'host.js', ui, alias, externals }),
  ]);
  copyKibanaPackages(folder);
  copyStyles(end, ui);
  return folder;
}

/** Where the host of an end stands when it is built. @param {'low' | 'high'} end */
export function folderOf(end) {
  return path.join(clone, 'build/preview', end);
}

/** The plugin is built as it is shipped, by the program that ships it. @param {string} version @param {string} folder */
async function buildPlugin(version, folder) {
  const program = path.join(clone, 'scripts/build-plugin.mjs');
  await promisify(execFile)(process.execPath, [program, '--kibana-version', version, '--folder', folder]);
}

const shared = [
  ...[
    '@elastic/charts',
    '@elastic/eui',
    '@emotion/cache',
    '@emotion/css',
    '@emotion/react',
    'history',
    'moment',
    'react',
    'react-dom',
  ],
  ...['react-router-dom', 'rxjs'],
];

/** Packages that both ends use resolve React from the root, which is that of one of them: all are told where theirs is. */
function aliases(/** @type {'low' | 'high'} */ end) {
  const require = createRequire(path.join(clone, `kibana-plugin/ends/${end}/package.json`));
  const place = (/** @type {string} */ name) => {
    const found = require.resolve.paths(name)?.find((folder) => existsSync(path.join(folder, name, 'package.json')));
    if (!found) throw new Error(`${name} is not installed for the end '${end}'.`);
    return path.join(found, name);
  };
  return Object.fromEntries(shared.map((name) => [name, place(name)]));
}

/** @type {Readonly<Record<string, string>>} */
const externals = {
  '@elastic/eui': '__kbnSharedDeps__.ElasticEui',
  '@emotion/cache': '__kbnSharedDeps__.EmotionCache',
  '@emotion/react': '__kbnSharedDeps__.EmotionReact',
  history: '__kbnSharedDeps__.History',
  react: '__kbnSharedDeps__.React',
  'react-dom': '__kbnSharedDeps__.ReactDom',
  rxjs: '__kbnSharedDeps__.Rxjs',
};

/** The shared libraries change with their versions only. @param {'low' | 'high'} end @param {string} ui @param {Readonly<Record<string, string>>} alias */
async function bundleOnce(end, ui, alias) {
  const stamp = path.join(ui, 'shared-deps.json');
  const versions = Object.entries(alias).map(([name, place]) => {
    return `${name} ${JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8')).version}`;
  });
  const entry = path.join(preview, 'host/shared-deps.ts');
  const wanted = JSON.stringify([end, versions, readFileSync(entry, 'utf8')]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(path.join(ui, 'shared-deps.js')))
    return;
  await bundle({ entry, filename: 'shared-deps.js', ui, alias, externals: {} });
  writeFileSync(stamp, wanted);
}

/** @param {{ entry: string, filename: string, ui: string, alias: Readonly<Record<string, string>>, externals: Readonly<Record<string, string>> }} parts */
function bundle({ entry, filename, ui, alias, externals }) {
  const runtime = path.join(clone, 'kibana-plugin/bundle/jsx-runtime.ts');
  /** @type {import('@rspack/core').Configuration} */
  const config = {
    mode: 'production',
    context: clone,
    devtool: false,
    target: ['web', 'es2022'],
    entry,
    externalsType: 'var',
    externals: { ...externals },
    resolve: {
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
      alias: { '@emotion/react/jsx-runtime': runtime, 'react/jsx-runtime': runtime, ...alias },
    },
    module: {
      parser: { javascript: { dynamicImportMode: 'eager' } },
      rules: [
        {
          test: /[\\/]kibana-plugin[\\/](preview|bundle|public|common)[\\/].*\.tsx?$/,
          loader: 'builtin:swc-loader',
          options: {
            jsc: {
              target: 'es2022',
              parser: { syntax: 'typescript', tsx: true },
              transform: { react: { runtime: 'automatic', importSource: '@emotion/react' } },
            },
          },
        },
      ],
    },
    output: { path: ui, filename, uniqueName: filename.replaceAll(/\W/g, '_'), publicPath: '' },
    performance: { hints: false },
  };
  return new Promise((resolve, reject) => {
    rspack(config, (error, stats) => {
      if (error) reject(error);
      else if (!stats || stats.hasErrors())
        reject(new Error(stats?.toString('errors-only') ?? 'The bundler gave no answer.'));
      else resolve(undefined);
    });
  });
}

/** Kibana's own packages, which the server part finds above itself. @param {string} folder */
function copyKibanaPackages(folder) {
  for (const name of ['config-schema', 'i18n']) {
    const place = path.join(folder, 'node_modules/@kbn', name);
    mkdirSync(place, { recursive: true });
    cpSync(path.join(preview, 'server', `${name}.cjs`), path.join(place, 'index.js'));
  }
}

/** EUI before its move to emotion has part of its styles in files, and the charts still have. @param {'low' | 'high'} end @param {string} ui */
function copyStyles(end, ui) {
  const placeOf = (/** @type {string} */ name) => path.join(/** @type {string} */ (aliases(end)[name]), 'dist');
  for (const mode of ['light', 'dark']) {
    const files = [
      path.join(placeOf('@elastic/eui'), `eui_theme_${mode}.min.css`),
      path.join(placeOf('@elastic/charts'), `theme_only_${mode}.css`),
    ];
    const styles = files
      .filter(existsSync)
      .map((file) => readFileSync(file, 'utf8').replace(/\/\*# sourceMappingURL.*?\*\//, ''));
    writeFileSync(path.join(ui, `theme_${mode}.css`), styles.join('\n'));
  }
}
