/**
 * `npm run config -- apply|diff|export [options]`: thresholds, team mapping and policies between files and the backend.
 * Exit code 0: nothing to do, or done; 2: the files would change something; 1: an error.
 */
import { build, installPackages } from './install.mjs';

const stop = new AbortController();
for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(name, () => stop.abort());

main().then(
  (code) => void (process.exitCode = code),
  (error) => {
    process.stderr.write(`${stop.signal.aborted ? 'Interrupted.' : error.message}\n`);
    process.exitCode = 1;
  },
);

async function main() {
  // Standard output belongs to what was asked for.
  await installPackages((line) => void process.stderr.write(`${line}\n`), stop.signal);
  await build(() => undefined, stop.signal);
  const { readOptions } = await import('./config/options.mjs');
  const { run } = await import('./config/run.mjs');
  const options = readOptions(process.argv.slice(2), process.env);
  return run(options, {
    say: (line) => void (options.json ? process.stderr : process.stdout).write(`${line}\n`),
    give: (document) => void (options.json && process.stdout.write(`${JSON.stringify(document, null, 2)}\n`)),
  });
}
