import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { clone } from '../../scripts/install.mjs';
import { atEnd } from '../harness/ends.mjs';
import { addIncidents } from './many-incidents.mjs';
import { startStand } from './stand.mjs';

const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];
const FIRST_ROW = `new Promise((resolve) => {
  const look = () => document.querySelector('[data-test-subj="incidentsRow"] a')
    ? resolve(performance.now()) : requestAnimationFrame(look);
  look();
})`;
const LOADED = `performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd`;

/** What the plugin costs a browser, in the preview with a hundred thousand incidents behind it; beside the host page alone. */
export async function ui(incidents = 100_000) {
  const stand = await startStand(1);
  await addIncidents(stand, incidents);
  const preview = await startPreview(stand);
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
  atEnd(() => browser.close());
  return {
    async round() {
      const other = await visit('/app/home', async (page) =>
        page.locator('[data-test-subj="incidentsHeaderControl"]').waitFor(),
      );
      const ours = await visit('/app/incidents', (page) => page.evaluate(FIRST_ROW));
      return {
        first_load_bytes: other.bytes.get('incidents.plugin.js') ?? NaN,
        page_bytes: sum(ours.bytes.values()),
        first_rows_ms: Number(ours.seen) - ours.loaded,
        first_rows_after_navigation_ms: Number(ours.seen),
        reference_host_ms: ours.loaded,
      };
    },
    summary: (/** @type {Readonly<Record<string, number>>} */ medians) => ({
      first_load_bytes: medians['first_load_bytes'],
      page_bytes: medians['page_bytes'],
      first_rows_ms: medians['first_rows_ms'],
    }),
  };

  /** A browser of its own each time: nothing is cached. @template Seen @param {string} path @param {(page: import('playwright-core').Page) => Promise<Seen>} look */
  async function visit(path, look) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    /** @type {Map<string, number>} */
    const bytes = new Map();
    /** @type {Promise<unknown>[]} */
    const reading = [];
    page.on('response', (response) => {
      const [file] = /incidents\.[\w.-]+\.js$/.exec(new URL(response.url()).pathname) ?? [];
      if (file) reading.push(lengthOf(response).then((length) => length && bytes.set(file, length)));
    });
    await page.goto(`${preview.url}${path}`);
    const seen = await look(page);
    const loaded = Number(await page.evaluate(LOADED));
    await Promise.all(reading);
    await context.close();
    return { seen, loaded, bytes };
  }
}

/** Null when the page was left before all of it had come. @param {import('playwright-core').Response} response */
async function lengthOf(response) {
  return (await response.finished()) === null ? (await response.body().catch(() => null))?.length : null;
}

/** @param {Iterable<number>} numbers */
function sum(numbers) {
  return [...numbers].reduce((total, each) => total + each, 0);
}

/** @param {import('./stand.mjs').Stand} stand */
async function startPreview(stand) {
  const program = join(clone, 'kibana-plugin/preview/serve.mjs');
  const child = spawn(process.execPath, [program, '--end', 'high', '--backend', stand.url, '--port', '0'], {
    stdio: ['ignore', 'pipe', 2],
    env: { ...process.env, INCIDENTS_TOKEN: stand.kibanaToken },
  });
  const exited = once(child, 'exit');
  atEnd(() => {
    child.kill('SIGTERM');
    return exited;
  });
  const ended = exited.then(() => Promise.reject(new Error('the preview ended before it was there')));
  const [url] = /** @type {unknown[]} */ (
    await Promise.race([
      once(createInterface(/** @type {import('node:stream').Readable} */ (child.stdout)), 'line'),
      ended,
    ])
  );
  return { url: String(url) };
}
