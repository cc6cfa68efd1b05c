import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../harness/backend-process.ts';
import { step } from '../harness/house.ts';
import { findBarriers, walk } from './browser.ts';
import { addMany } from './many.ts';
import { Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start({ policy: [step('ada')] }, ['high']);
  await addMany(stage.house, 'old', 100_000);
});
afterAll(() => stage.stop());

const row = (page: Page, id: string) => page.locator(`[data-test-subj="incidentsRow"]:has(a[href$="${id}"])`);

/** Milliseconds from the click on a link, or from the navigation, to the first row that can be read. */
const FIRST_ROW = `new Promise((resolve) => {
  const look = () => document.querySelector('[data-test-subj="incidentsRow"] a')
    ? resolve(Math.round(performance.now())) : requestAnimationFrame(look);
  look();
})`;
const HOST_LOADED = `Math.round(performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd)`;

test('the page of a hundred thousand opens on its newest, and says how long that took', async () => {
  const times: string[] = [];
  for (let round = 0; round < 5; round += 1) {
    const page = await stage.open('high', '/app/incidents');
    await walk('first-rows', page, async () => {
      const [first, loaded] = [await page.evaluate<number>(FIRST_ROW), await page.evaluate<number>(HOST_LOADED)];
      times.push(`${first - loaded} ms after the host (${first} ms after the navigation)`);
      await page.getByTestId('incidentsRow').filter({ hasText: 'old 10 ' }).first().waitFor();
      expect(await page.getByTestId('incidentsRow').count()).toBe(50);
    });
  }
  process.stdout.write(`First rows of 100,000 incidents: ${times.join(', ')}\n`);
});

const IDS = `[...document.querySelectorAll('[data-test-subj="incidentsLink"]')].map(({ href }) => href.split('/').at(-1))`;

/** Writes down where the row in the middle of the window stands, at each frame. */
const WATCH = `(() => {
  window.places = new Set();
  const look = () => {
    const row = document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest('[data-test-subj="incidentsRow"]');
    const place = row?.querySelector('a[href*="/app/incidents/"]')?.href + ' at ' + row?.getBoundingClientRect().top;
    window.places.add(place);
    requestAnimationFrame(look);
  };
  look();
})()`;

test('sixty updates move no row that is being read; the new ones come when they are asked for', async () => {
  const { house } = stage;
  const page = await stage.open('high', '/app/incidents');
  await walk('sixty-updates', page, async () => {
    await page.getByTestId('incidentsRow').first().waitFor();
    const links = await page.evaluate<readonly string[]>(IDS);
    // Not by the wheel: it is lost before the page has its layout, and its motion goes on for a while.
    await eventually(() => page.evaluate<boolean>(`scrollTo({ top: 600, behavior: 'instant' }), scrollY === 600`));
    await page.evaluate(WATCH);
    const visible = links.slice(0, 40);
    for (const [index, id] of visible.entries()) {
      await house.as('grace').ok('POST', `/v1/incidents/${id}/${index % 4 === 0 ? 'resolve' : 'acknowledge'}`);
      if (index % 2 > 0) continue;
      house.clock.forward(1);
      await house.elastic.fires(`new ${index / 2 + 1}`);
    }
    await page.getByTestId('incidentsShowNew').getByText('20 new incidents').waitFor();
    await row(page, visible[39] ?? '')
      .getByText('Acknowledged')
      .waitFor();
    await row(page, visible[36] ?? '')
      .getByText('Resolved')
      .waitFor();
    await row(page, visible[1] ?? '')
      .getByText('grace')
      .waitFor();
    expect(await page.evaluate('[...window.places]')).toHaveLength(1);
    expect(await page.getByTestId('incidentsRow').filter({ hasText: 'new 20' }).count()).toBe(0);
    expect(await findBarriers(page)).toEqual([]);

    await page.getByTestId('incidentsShowNew').click();
    await page.getByTestId('incidentsRow').first().getByText('new 20').waitFor();
    expect(await page.getByTestId('incidentsShowNew').count()).toBe(0);
  });
  expect(stage.browser.faults).toEqual([]);
});
