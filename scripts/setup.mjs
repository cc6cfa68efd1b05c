/**
 * `npm run setup -- discover|plan|apply|destroy|test [options]`: from the services in Elasticsearch to alert rules in
 * Kibana, with a plan before anything changes. Exit code 0: nothing to do, or done; 2: the plan has changes; 1: an error.
 */
import { build, installPackages } from './install.mjs';

const stop = new AbortController();
for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(name, () => stop.abort());

main().then(
  (code) => void (process.exitCode = code),
  (error) => {
    process.stderr.write(`${stop.signal.aborted ? 'Interrupted: plan again to see what is left.' : error.message}\n`);
    process.exitCode = 1;
  },
);

async function main() {
  // Standard output belongs to what was asked for.
  await installPackages((line) => void process.stderr.write(`${line}\n`), stop.signal);
  await build(() => undefined, stop.signal);
  const { readOptions } = await import('./setup/options.mjs');
  const { run } = await import('./setup/run.mjs');
  const { openTerminal } = await import('./setup/terminal.mjs');
  const options = readOptions(process.argv.slice(2), process.env);
  return run(options, openTerminal(options.json), stop.signal);
}
