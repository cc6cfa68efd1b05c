import { mkdirSync } from 'node:fs';
import { source as axe, type AxeResults } from 'axe-core';
import { chromium, selectors, type Browser as Chromium, type Page } from 'playwright-core';

selectors.setTestIdAttribute('data-test-subj');

const flags = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** Who sits at the browser, and how it is set. */
export interface Guest {
  readonly user?: string;
  readonly role?: 'none' | 'viewer' | 'responder' | 'manager';
  readonly dark?: boolean;
  /** Of the preview's Kibana; all that there is, without. */
  readonly licence?: 'basic';
  readonly width?: number;
  readonly height?: number;
  /** What the guest's system prefers; Kibana has its own setting. */
  readonly prefers?: 'light' | 'dark';
  /** False: the browser runs no script. */
  readonly scripts?: boolean;
}

/** A Chromium that notes what no page of ours may do. Each page that is opened is a browser of its own to the server. */
export class Browser {
  /** What broke Kibana's content security policy, was thrown and not caught, or was asked for and is not there. */
  readonly faults: string[] = [];

  private constructor(private readonly chromium: Chromium) {}

  static async start(): Promise<Browser> {
    return new Browser(await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags }));
  }

  async open(
    url: string,
    { user, role, dark, licence, width = 1280, height = 800, prefers = 'light', scripts = true }: Guest = {},
  ): Promise<Page> {
    const viewport = { width, height };
    const context = await this.chromium.newContext({ viewport, colorScheme: prefers, javaScriptEnabled: scripts });
    const cookies = {
      preview_user: user,
      preview_role: role,
      preview_dark: dark?.toString(),
      preview_licence: licence,
    };
    for (const [name, value] of Object.entries(cookies)) {
      if (value !== undefined) await context.addCookies([{ name, value, url: new URL(url).origin }]);
    }
    const page = await context.newPage();
    const note = (fault: string) => {
      // Kibana itself breaks its policy once with an inline script, and asks for what is not there.
      if (!IN_KIBANA || /incidents/.test(fault)) this.faults.push(fault);
    };
    page.on('pageerror', (error) => note(error.stack ?? String(error)));
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) note(message.text());
    });
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      // A real Kibana refuses the page itself to who may not see the app.
      const isRefused = IN_KIBANA && role === 'none' && pathname.startsWith('/app/incidents');
      // Whether Kibana has something is asked by asking for it.
      const isAnswer = /^\/(internal|api)\//.test(pathname);
      if (response.status() >= 400 && !isAnswer && !isRefused) {
        note(`${response.status()} ${pathname}`);
      }
    });
    page.setDefaultTimeout(90_000);
    await page.goto(url);
    return page;
  }

  async stop(): Promise<void> {
    await this.chromium.close();
  }
}

const IN_KIBANA = process.env['WALK_IN'] === 'kibana';
// What Kibana itself shows around our pages is not ours to mend.
const LOOKED_AT = IN_KIBANA ? { include: ['[data-test-subj^="incidents"]'] } : { exclude: ['.euiHeaderBreadcrumbs'] };

// What is paused never ends, and what never ends is not waited for.
const SETTLED = `Promise.race([
  Promise.all(
    document.getAnimations()
      .filter(({ effect }) => effect.getTiming().iterations !== Infinity)
      .map(({ finished }) => finished.catch(() => undefined)),
  ),
  new Promise((resolve) => setTimeout(resolve, 1000)),
]).then(() => true)`;

/** Under a dialog, or a flyout that dims it, the page is not there to be read. */
const EXAMINED = `axe.run(
  document.querySelector('.euiModal')
    ? { include: ['.euiModal'] }
    : document.querySelector('.euiOverlayMask') && document.querySelector('.euiFlyout')
      ? { include: ['.euiFlyout'] }
      : ${JSON.stringify(LOOKED_AT)},
)`;

/** What axe finds wrong with a page, one line each. Of the header only our control is ours. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  // Nor is a hint that the mouse has called up there for long.
  await page.mouse.move(0, 0);
  await page.evaluate(axe);
  const first = await examine(page);
  // What is there for good is there a second time too.
  const violations = first.length === 0 ? first : await examine(page);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

async function examine(page: Page): Promise<AxeResults['violations']> {
  // A button on its way from one colour to another has a contrast that nobody sees.
  await page.evaluate(SETTLED);
  return ((await page.evaluate(EXAMINED)) as AxeResults).violations;
}

/** Runs a walk over a page and leaves it; when the walk fails, what the browser showed stays in build/screenshots. */
export async function walk(name: string, page: Page, steps: () => Promise<void>): Promise<void> {
  try {
    await steps();
  } catch (error) {
    mkdirSync('build/screenshots', { recursive: true });
    await page.screenshot({ path: `build/screenshots/${name}.png` }).catch(() => undefined);
    throw error;
  } finally {
    await page.context().close();
  }
}
