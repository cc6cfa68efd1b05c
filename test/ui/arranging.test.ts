import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { step } from '../harness/house.ts';
import { findBarriers, walk } from './browser.ts';
import { addMany } from './many.ts';
import { ENDS, Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start({ policy: [step('ada')] });
});
afterAll(() => stage.stop());
afterEach(() => expect(stage.browser.faults.splice(0)).toEqual([]));

const rows = (page: Page) => page.getByTestId('incidentsRow');
const row = (page: Page, title: string) => rows(page).filter({ hasText: title });
const titles = async (page: Page) => page.getByTestId('incidentsRow').getByTestId('incidentsLink').allInnerTexts();

describe.each(ENDS)('at the %s end', (end) => {
  test('filters stand in the address, and survive a reload and the way back', async () => {
    const { elastic } = stage.house;
    await elastic.fires(`payments fail ${end}`, { severity: 'critical', service: `pay-${end}` });
    await elastic.fires(`mail is slow ${end}`, { severity: 'warning', service: `mail-${end}`, environment: 'staging' });
    const page = await stage.open(end, '/app/incidents', { dark: end === 'low' });
    await walk(`filters-${end}`, page, async () => {
      await row(page, `mail is slow ${end}`).waitFor();
      await page.getByTestId('incidentsFilterSeverity').click();
      await page.getByTestId('incidentsFilterSeverity-critical').click();
      await row(page, `mail is slow ${end}`).waitFor({ state: 'detached' });
      // The oldest EUI's own colour of a chosen option is too faint in the dark.
      if (end === 'high') expect(await findBarriers(page)).toEqual([]);
      await page.keyboard.press('Escape');
      expect(new URL(page.url()).search).toBe('?severity=critical');

      await page.reload();
      await row(page, `payments fail ${end}`).waitFor();
      expect(await row(page, `mail is slow ${end}`).count()).toBe(0);
      await row(page, `payments fail ${end}`).getByTestId('incidentsLink').click();
      await page.getByTestId('incidentsFacts').waitFor();
      await page.goBack();
      await row(page, `payments fail ${end}`).waitFor();
      expect(new URL(page.url()).search).toBe('?severity=critical');
      expect(await row(page, `mail is slow ${end}`).count()).toBe(0);

      await page.getByTestId('incidentsSearch').fill(`mail-${end}`);
      await page.getByTestId('incidentsEmpty').getByText('No incident fits').waitFor();
      expect(new URL(page.url()).searchParams.get('q')).toBe(`mail-${end}`);
      expect(await findBarriers(page)).toEqual([]);
      await page.getByTestId('incidentsFaceAction').click();
      await row(page, `mail is slow ${end}`).waitFor();
      await row(page, `payments fail ${end}`).waitFor();
      expect(new URL(page.url()).search).toBe('');
      expect(await page.getByTestId('incidentsSearch').inputValue()).toBe('');
    });
  });

  test('several are acknowledged at once; what was left says why', async () => {
    const [mine, over, held] = [
      await stage.house.elastic.fires(`first of three ${end}`),
      await stage.house.elastic.fires(`second of three ${end}`),
      await stage.house.elastic.fires(`third of three ${end}`),
    ];
    const numbers = await Promise.all([over, held].map(async (id) => (await stage.house.incident(id)).number));
    const page = await stage.open(end, '/app/home', { user: 'ada', role: 'responder', dark: end === 'high' });
    await walk(`bulk-${end}`, page, async () => {
      // Nothing tells this page what the others do.
      await page.route('**/internal/incidents/stream*', (route) => route.abort());
      await page.goto(`${stage.preview(end).url}/app/incidents`);
      for (const id of [mine, over, held]) await page.getByTestId(`checkboxSelectRow-${id}`).check();
      await page.getByText('3 selected').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await stage.house.resolve(over, 'grace');
      await stage.house.acknowledge(held, 'grace');
      await page.getByTestId('incidentsBulk-acknowledge').dblclick();
      const answer = page.locator('.euiToast').filter({ hasText: 'Acknowledged: 1' });
      await answer.waitFor();
      const text = (await answer.innerText()).replaceAll(/[\u2068\u2069]/g, '');
      expect(text).toContain(`#${numbers[0]} is resolved`);
      expect(text).toContain(`grace holds #${numbers[1]}`);
      await row(page, `first of three ${end}`).getByText('Acknowledged').waitFor();
      await row(page, `second of three ${end}`).getByText('Resolved').waitFor();
      await row(page, `third of three ${end}`).getByText('grace').waitFor();
      expect(await findBarriers(page)).toEqual([]);
    });
    expect((await stage.house.incident(mine)).assignee?.name).toBe('ada');
    expect((await stage.house.incident(held)).assignee?.name).toBe('grace');
    expect(await stage.house.entries(mine, 'acknowledged')).toHaveLength(1);
  });
});

test('pages go forwards to the end and back again, and each incident is on one of them', async () => {
  await addMany(stage.house, 'paged', 170, 10);
  const page = await stage.open('high', '/app/incidents?q=paged');
  await walk('paging', page, async () => {
    const seen: string[][] = [];
    for (let number = 1; ; number += 1) {
      await page
        .getByTestId('incidentsRow')
        .filter({ hasText: ` paged ${(number - 1) * 50 + 1}` })
        .first()
        .waitFor();
      seen.push(await titles(page));
      if ((await page.getByTestId('incidentsOlder').count()) === 0) break;
      await page.getByTestId('incidentsOlder').click();
    }
    expect(seen.map(({ length }) => length)).toEqual([50, 50, 50, 20]);
    expect(new Set(seen.flat()).size).toBe(170);
    expect(await findBarriers(page)).toEqual([]);
    for (const earlier of [2, 1, 0]) {
      await page.goBack();
      await page
        .getByTestId('incidentsRow')
        .filter({ hasText: ` paged ${earlier * 50 + 1}` })
        .first()
        .waitFor();
      expect(await titles(page)).toEqual(seen[earlier]);
    }
    await page.goForward();
    await row(page, ' paged 51').first().waitFor();
    await page.reload();
    await row(page, ' paged 51').first().waitFor();
    expect(await titles(page)).toEqual(seen[1]);
    await page.getByTestId('incidentsNewest').click();
    await row(page, ' paged 50').waitFor();
    expect(await titles(page)).toEqual(seen[0]);
  });
});
