import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompressSync, gunzipSync, inflateRawSync } from 'node:zlib';

const run = promisify(execFile);
const program = path.resolve('scripts/build-plugin.mjs');
const build = (...args: readonly string[]) => run(process.execPath, [program, ...args]);

let folder: string;
const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
const publicFiles = () => readdirSync(path.join(folder, 'target/public')).filter((name) => name.endsWith('.js'));

beforeAll(async () => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'incidents-build-')), 'incidents');
  await build('--kibana-version', '8.12.2', '--folder', folder);
});
afterAll(() => rmSync(path.dirname(folder), { recursive: true }));

const sizeOf = (names: readonly string[]) =>
  names.reduce((sum, name) => sum + statSync(path.join(folder, 'target/public', name)).size, 0);

/** The files that come with a chunk of this name: those that its import in another file asks for together. */
function chunksFor(name: string, importer: string): readonly string[] {
  const ids = /"incidents\.chunk\."\+\(\((\{[^}]*\})/.exec(read('target/public/incidents.plugin.js'))?.[1] ?? '';
  const [, id] = new RegExp(`(\\d+):"${name}"`).exec(ids) ?? [];
  const imports = [...read(`target/public/${importer}`).matchAll(/(?:\w\.e\(\d+\),?)+/g)].map(([text]) =>
    [...text.matchAll(/\((\d+)\)/g)].map(([, each]) => each),
  );
  const wanted = imports.find((each) => each.includes(id)) ?? [];
  return wanted.map((each) => {
    const known = new RegExp(`[{,]${each}:"([^"]+)"`).exec(ids)?.[1] ?? each;
    const file = publicFiles().find((one) => one.startsWith(`incidents.chunk.${known}.`));
    if (file === undefined) throw new Error(`no file for the chunk ${each}`);
    return file;
  });
}

describe('the built plugin', () => {
  test('names the Kibana that it is for, and a version of its own', () => {
    expect(JSON.parse(read('kibana.json'))).toMatchObject({
      id: 'incidents',
      kibanaVersion: '8.12.2',
      version: expect.stringMatching(/^\d+\.\d+\.\d+-b[0-9a-f]{10}$/),
      requiredPlugins: ['features'],
    });
  });

  test('loads at most 15 kB on every page of Kibana', () => {
    expect(sizeOf(['incidents.plugin.js'])).toBeLessThanOrEqual(15 * 1024);
  });

  test('loads at most 200 kB for the list of incidents, and as much for any other page', () => {
    const app = ['incidents.plugin.js', ...chunksFor('application', 'incidents.plugin.js')];
    expect(app.length).toBeGreaterThan(2);
    expect(sizeOf(app)).toBeLessThanOrEqual(200 * 1024);
    const [own = ''] = app.filter((name) => name.includes('.application.'));
    const source = readFileSync('kibana-plugin/public/application.tsx', 'utf8');
    const pages = [...source.matchAll(/webpackChunkName: "([^"]+)"/g)].map(([, name = '']) => name);
    expect(pages).toHaveLength(source.split('import(').length - 1);
    expect(pages.length).toBeGreaterThan(12);
    for (const page of pages) {
      const chunks = chunksFor(page, own);
      expect(chunks.filter((name) => name.includes(`.${page}.`))).toHaveLength(1);
      expect(sizeOf([...new Set([...app, ...chunks])])).toBeLessThanOrEqual(200 * 1024);
    }
  });

  test.each([
    ['React', /react\.production|Symbol\.for\(['"]react\.element['"]\)/],
    ['EUI', /euiButton__content|EuiThemeContext/],
    ['the charts', /echCanvasRenderer|echChartStatus/],
    ['what Kibana does not let run', /\beval\(|\bnew Function\(|\bFunction\(/],
    ['zod', /ZodError/],
  ])('holds in its browser part nothing of %s', (_, sign) => {
    const holding = publicFiles().filter((name) => sign.test(read(`target/public/${name}`)));
    expect(holding).toEqual([]);
  });

  test('has every file of the browser compressed beside it', () => {
    for (const name of publicFiles()) {
      const place = path.join(folder, 'target/public', name);
      expect(brotliDecompressSync(readFileSync(`${place}.br`)).equals(readFileSync(place))).toBe(true);
      expect(gunzipSync(readFileSync(`${place}.gz`)).equals(readFileSync(place))).toBe(true);
    }
  });

  test('asks on the server for nothing but Node and Kibana', () => {
    const asked = [...read('server/index.js').matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name);
    expect(new Set(asked.filter((name) => !/^(node:|@kbn\/)/.test(name)))).toEqual(new Set());
    expect(asked).toContain('@kbn/config-schema');
  });

  test('tells whose code it holds, and what there is to translate, in the browser and on the server', () => {
    expect(read('NOTICE.txt')).toMatch(/zod[^]*MIT/);
    expect(read('NOTICE.txt')).toContain('@tanstack/react-query');
    expect(JSON.parse(read('translations/en.json'))).toMatchObject({
      messages: {
        'incidents.app.title': 'Incidents',
        'incidents.feature.name': 'Incidents',
        'incidents.problem.backend.slow': 'The incidents backend did not answer in time',
      },
    });
  });

  test('says on the server what Kibana has translated after it was loaded', async () => {
    const kibana = path.join(path.dirname(folder), 'node_modules/@kbn');
    cpSync('kibana-plugin/preview/server/i18n.cjs', path.join(kibana, 'i18n/index.js'));
    cpSync('kibana-plugin/preview/server/config-schema.cjs', path.join(kibana, 'config-schema/index.js'));
    const program = `
      const built = require('./server/index.js');
      require('@kbn/i18n').i18n.translate = (id) => 'fr ' + id;
      const said = {};
      const log = { info() {}, warn() {}, error() {} };
      const plugin = built.plugin({
        config: { get: () => built.config.schema.validate({}) },
        logger: { get: () => log },
        env: { packageInfo: { version: '8.12.2' } },
      });
      plugin.setup({}, { features: { registerKibanaFeature: ({ name }) => (said.feature = name) } });
      process.stdout.write(JSON.stringify(said));`;
    const { stdout } = await run(process.execPath, ['-e', program], { cwd: folder });
    expect(JSON.parse(stdout)).toEqual({ feature: 'fr incidents.feature.name' });
  });
});

test('the zip lies as the installer wants it, readable by any user, and is the same each time', async () => {
  const zip = path.resolve('build/incidents-8.12.2.zip');
  await build('--kibana-version', '8.12.2');
  const first = readFileSync(zip);
  const entries = listEntries(first);
  expect(entries.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'kibana/incidents/kibana.json',
      'kibana/incidents/server/index.js',
      'kibana/incidents/target/public/incidents.plugin.js',
    ]),
  );
  expect(
    new Set(entries.map(({ name, mode }) => `${name.endsWith('/') ? 'folder' : 'file'} ${mode.toString(8)}`)),
  ).toEqual(new Set(['folder 40755', 'file 100644']));
  await build('--kibana-version', '8.12.2');
  expect(readFileSync(zip).equals(first)).toBe(true);
});

test('one call makes a zip for each Kibana that is named', async () => {
  const versions = ['8.12.2', '9.2.0', '9.4.1'];
  const { stdout } = await build(...versions.flatMap((version) => ['--kibana-version', version]));
  expect(stdout.match(/incidents-[\d.]+\.zip/g)).toEqual(versions.map((version) => `incidents-${version}.zip`));
  for (const version of versions) {
    const zip = readFileSync(`build/incidents-${version}.zip`);
    expect(JSON.parse(textIn(zip, 'kibana/incidents/kibana.json'))).toMatchObject({ kibanaVersion: version });
  }
});

test.each([
  [[], 'Say for which Kibana'],
  [['--kibana-version', '8.12'], "'8.12' is no Kibana version"],
  [['--kibana-version', '9.2.0-SNAPSHOT'], 'three numbers'],
  [['--kibana-version', '8.11.4'], 'needs Kibana 8.12 or later'],
  [['--kibana', '8.12.2'], '--kibana'],
  [['--kibana-version', '8.12.2', '--folder', '.'], 'holds something else'],
])('%j is refused in a sentence', async (args, said) => {
  const failure = (await build(...args).catch((error: unknown) => error)) as { code: number; stderr: string };
  expect(failure.code).toBe(2);
  expect(failure.stderr).toContain(said);
  expect(failure.stderr).not.toContain('    at ');
  expect(existsSync('package.json')).toBe(true);
});

function textIn(zip: Buffer, wanted: string): string {
  const entry = listEntries(zip).find(({ name }) => name === wanted);
  if (!entry) throw new Error(`${wanted} is not in the zip`);
  const begin = entry.at + 30 + zip.readUInt16LE(entry.at + 26) + zip.readUInt16LE(entry.at + 28);
  return inflateRawSync(zip.subarray(begin, begin + entry.size)).toString('utf8');
}

interface ZipEntry {
  readonly name: string;
  readonly mode: number;
  /** Compressed, and where its own header stands. */
  readonly size: number;
  readonly at: number;
}

/** The central directory of a zip. */
function listEntries(zip: Buffer): readonly ZipEntry[] {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const entries = [];
  let at = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [name, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    entries.push({
      name: zip.toString('utf8', at + 46, at + 46 + name),
      mode: zip.readUInt32LE(at + 38) >>> 16,
      size: zip.readUInt32LE(at + 20),
      at: zip.readUInt32LE(at + 42),
    });
    at += 46 + name + extra + comment;
  }
  return entries;
}
