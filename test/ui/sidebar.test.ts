import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../harness/backend-process.ts';
import { step } from '../harness/house.ts';
import { findBarriers, walk } from './browser.ts';
import { ENDS, Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start({ policy: [step('ada')] });
});
afterAll(() => stage.stop());
afterEach(async () => {
  expect(stage.browser.faults.splice(0)).toEqual([]);
  for (const { id, status } of await stage.house.incidents()) {
    if (status !== 'resolved') await stage.house.resolve(id, 'linus');
  }
  // What comes after this is newer than what was seen.
  stage.house.clock.forward(60);
});

const BADGE = `getComputedStyle(
  document.querySelector('[data-test-subj="incidentsHeaderControl"] [class*="euiNotificationBadge"]'),
).backgroundColor`;
const FOCUSED = `document.activeElement?.closest('[data-test-subj]')?.getAttribute('data-test-subj') ?? ''`;
const ROW = `(document.activeElement?.dataset?.incident ?? '')`;

/** What the page has asked the server for that has to do with us. */
const ASKED = `performance.getEntriesByType('resource')
  .filter(({ name }) => name.includes('incidents'))
  .map(({ name, decodedBodySize, startTime }) => ({ path: new URL(name).pathname, bytes: decodedBodySize, at: startTime }))`;
interface Asked {
  readonly path: string;
  readonly bytes: number;
  readonly at: number;
}

/** What a keyboard does: the same key until what is wanted has the focus. */
async function press(page: Page, key: string, expression: string, wanted: string): Promise<void> {
  for (let count = 0; count < 30; count += 1) {
    if ((await page.evaluate(expression)) === wanted) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead to ${wanted}, but to ${String(await page.evaluate(expression))}`);
}

describe.each(ENDS)('at the %s end', (end) => {
  test('an incident is found, acknowledged and resolved with nothing but the keyboard', async () => {
    const older = await stage.house.elastic.fires(`older ${end}`);
    await stage.house.elastic.fires(`newer ${end}`);
    const page = await stage.open(end, '/app/home', { dark: end === 'high' });
    await walk(`keyboard-${end}`, page, async () => {
      await page.getByTestId('incidentsHeaderControl').waitFor();
      await press(page, 'Tab', FOCUSED, 'incidentsHeaderControl');
      await page.keyboard.press('Enter');
      await page.getByTestId('incidentsSidebarRow').first().waitFor();
      // A flyout takes the focus when it has come to rest.
      await page.waitForFunction(`document.activeElement?.closest('[data-test-subj="incidentsSidebar"]')`);
      expect(await findBarriers(page)).toEqual([]);
      await press(page, 'Tab', `String(${ROW} !== '')`, 'true');
      await press(page, 'ArrowDown', ROW, older);
      await page.keyboard.press('Enter');
      await page.getByTestId('incidentsSidebar').getByTestId('incidentsAction-acknowledge').waitFor();
      await page.waitForFunction(`document.activeElement?.tagName === 'H3'`);
      await press(page, 'Tab', FOCUSED, 'incidentsAction-acknowledge');
      await page.keyboard.press('Enter');
      await page.getByTestId('incidentsAction-acknowledge').waitFor({ state: 'detached' });
      expect((await stage.house.incident(older)).status).toBe('acknowledged');
      expect(await findBarriers(page)).toEqual([]);

      await press(page, 'Tab', FOCUSED, 'incidentsAction-resolve');
      await page.keyboard.press('Enter');
      await page.getByTestId('incidentsConflict').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await press(page, 'Tab', FOCUSED, 'confirmModalConfirmButton');
      await page.keyboard.press('Enter');
      await page.getByTestId('incidentsAction-resolve').waitFor({ state: 'detached' });
      expect((await stage.house.incident(older)).status).toBe('resolved');
      await page.getByTestId('incidentsSidebar').waitFor();

      await page.keyboard.press('Escape');
      await page.getByTestId('incidentsSidebar').waitFor({ state: 'detached' });
      await page.waitForFunction(`${FOCUSED} === 'incidentsHeaderControl'`);
    });
  });

  test('a page that does not open it pays for the control and one count, and for nothing else', async () => {
    const page = await stage.open(end, '/app/home');
    await walk(`cost-${end}`, page, async () => {
      // Kibana loads more than the 250 that a browser keeps in mind unasked.
      await page.addInitScript('performance.setResourceTimingBufferSize(10_000)');
      await page.reload();
      await page.getByRole('button', { name: /^Incidents: \d+ yours/ }).waitFor();
      const asked = await page.evaluate<readonly Asked[]>(ASKED);
      const calls = asked.filter(({ path }) => path.startsWith('/internal/incidents/'));
      expect(calls.map(({ path }) => path)).toEqual(['/internal/incidents/incidents/summary']);
      const scripts = asked.filter(({ path }) => /incidents\.(plugin|chunk\.[\w.-]+)\.js$/.test(path));
      expect(scripts.map(({ path }) => path).join()).not.toMatch(/\.(application|sidebar)\./);
      expect(scripts.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(75 * 1024);
      // Not before the page itself had what it needs.
      const header = asked.find(({ path }) => path.includes('.header.'));
      expect((header?.at ?? 0) - (scripts[0]?.at ?? 0)).toBeGreaterThan(900);
    });
  });

  test('mine come first, and are what the header counts', async () => {
    const { house } = stage;
    const [held, others, unheld] = [
      await house.elastic.fires(`held by ada ${end}`),
      await house.elastic.fires(`held by grace ${end}`),
      await house.elastic.fires(`held by nobody ${end}`),
    ];
    await house.acknowledge(held, 'ada');
    await house.acknowledge(others, 'grace');
    const page = await stage.open(end, '/app/home', { user: 'ada', role: 'responder', dark: end === 'low' });
    await walk(`mine-${end}`, page, async () => {
      await page.getByRole('button', { name: 'Incidents: 2 yours, 3 open' }).click();
      const shown = page.getByTestId('incidentsSidebar').locator('[data-incident]');
      await shown.first().waitFor();
      const ids = await Promise.all((await shown.all()).map((each) => each.getAttribute('data-incident')));
      expect(new Set(ids.slice(0, 2))).toEqual(new Set([held, unheld]));
      expect(ids.slice(2)).toEqual([others]);
      await page.getByRole('region', { name: 'Yours (2)' }).waitFor();
      await page.getByRole('region', { name: 'Others (1)' }).waitFor();
      expect(await findBarriers(page)).toEqual([]);
    });
  });

  test('a new critical one makes the header red and is read out, until somebody looks', async () => {
    await stage.house.elastic.fires(`nothing much ${end}`);
    const page = await stage.open(end, '/app/incidents', { dark: end === 'high' });
    await walk(`critical-${end}`, page, async () => {
      const control = page.getByTestId('incidentsHeaderControl');
      const badge = control.locator('[class*="euiNotificationBadge"]').first();
      const red = async () => {
        const [r = 0, g = 0, b = 0] = ((await page.evaluate<string>(BADGE)).match(/\d+/g) ?? []).map(Number);
        return r > g + 80 && r > b + 60;
      };
      await badge.waitFor();
      expect(await red()).toBe(false);
      await stage.house.elastic.fires(`everything is down ${end}`, { severity: 'critical' });
      await page.locator('[aria-live]', { hasText: 'A new critical incident' }).first().waitFor({ state: 'attached' });
      // It turns red; how it gets there is EUI's.
      await eventually(red);
      expect(await findBarriers(page)).toEqual([]);
      await control.click();
      await page.getByTestId('incidentsSidebarRow').filter({ hasText: 'everything is down' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByTestId('incidentsSidebar').waitFor({ state: 'detached' });
      await eventually(async () => !(await red()));
      await page.reload();
      await badge.waitFor();
      expect(await red()).toBe(false);
    });
  });
});
