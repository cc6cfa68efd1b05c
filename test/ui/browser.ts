import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { source as axe, type AxeResults } from 'axe-core';
import { chromium, selectors, type BrowserContext, type Page } from 'playwright-core';

selectors.setTestIdAttribute('data-test-subj');

const flags = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** A Chromium with a profile of its own, that notes what no page of ours may do. */
export class Browser {
  /** What broke Kibana's content security policy, was thrown and not caught, or was asked for and is not there. */
  readonly faults: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    private readonly profile: string,
  ) {}

  static async start(): Promise<Browser> {
    const profile = mkdtempSync(path.join(tmpdir(), 'incidents-chromium-'));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: '/usr/bin/chromium',
      args: flags,
      viewport: { width: 1280, height: 800 },
    });
    return new Browser(context, profile);
  }

  async open(url: string): Promise<Page> {
    const page = await this.context.newPage();
    page.on('pageerror', (error) => this.faults.push(String(error)));
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) this.faults.push(message.text());
    });
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (response.status() >= 400 && !pathname.startsWith('/internal/'))
        this.faults.push(`${response.status()} ${pathname}`);
    });
    page.setDefaultTimeout(15_000);
    await page.goto(url);
    return page;
  }

  async stop(): Promise<void> {
    await this.context.close();
    rmSync(this.profile, { recursive: true, force: true });
  }
}

const SETTLED = `Promise.all(
  document.getAnimations()
    .filter(({ effect }) => effect.getTiming().iterations !== Infinity)
    .map(({ finished }) => finished.catch(() => undefined)),
).then(() => true)`;

/** What axe finds wrong with a page, one line each. Of the header only our control is ours. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  // A button on its way from one colour to another has a contrast that nobody sees.
  await page.evaluate(SETTLED);
  const { violations } = (await page.evaluate("axe.run({ exclude: ['.euiHeaderBreadcrumbs'] })")) as AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** Runs a walk; when it fails, what the browser showed stays in build/screenshots. */
export async function walk(name: string, page: Page, steps: () => Promise<void>): Promise<void> {
  try {
    await steps();
  } catch (error) {
    mkdirSync('build/screenshots', { recursive: true });
    await page.screenshot({ path: `build/screenshots/${name}.png` }).catch(() => undefined);
    throw error;
  }
}
