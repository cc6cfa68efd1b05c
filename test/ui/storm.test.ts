import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { step } from '../harness/house.ts';
import { findBarriers, walk } from './browser.ts';
import { ENDS, Stage } from './stage.ts';

// These are long walks.
jest.setTimeout(180_000);

const RATE = 3;
const BROUGHT = 12;

let stage: Stage;
let storm = '';
beforeAll(async () => {
  stage = await Stage.start({ policy: [step('ada')], stormRate: RATE });
  const { elastic } = stage.house;
  for (let number = 1; number <= BROUGHT; number += 1) {
    const where = { service: number % 2 === 0 ? 'checkout' : 'search', environment: 'production' };
    await elastic.posts(elastic.active(`latency of shard ${number}`, where));
  }
  await stage.house.settles();
  const found = (await stage.house.incidents()).find((incident) => incident.storm);
  if (!found) throw new Error('no storm was opened');
  storm = found.id;
}, 120_000);
afterAll(() => stage.stop());
afterEach(() => expect(stage.browser.faults.splice(0)).toEqual([]));

describe.each(ENDS)('at the %s end', (end) => {
  test('a storm is told apart in the table and the sidebar, and says on its page what it collected and held back', async () => {
    const page = await stage.open(end, '/app/incidents', { role: 'responder', dark: end === 'high' });
    await walk(`storm-${end}`, page, async () => {
      const row = page.getByTestId('incidentsRow').filter({ hasText: 'Storm of alerts' });
      await row.getByTestId('incidentsStorm').waitFor();
      expect(await page.getByTestId('incidentsStorm').count()).toBe(1);
      expect(await findBarriers(page)).toEqual([]);

      await page.getByTestId('incidentsHeaderControl').click();
      const beside = page.getByTestId('incidentsSidebarRow').filter({ hasText: 'Storm of alerts' });
      await beside.getByTestId('incidentsStorm').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.keyboard.press('Escape');

      await row.getByTestId('incidentsLink').click();
      const panel = page.getByTestId('incidentsCollected');
      await panel.waitFor();
      const figures = await panel.getByTestId('incidentsCollectedFigure').allInnerTexts();
      const { collected, alert_count } = await stage.house.incident(storm);
      const keys = collected?.keys ?? 0;
      expect(keys).toBeGreaterThan(1);
      expect(figures[0]).toContain(String(alert_count));
      expect(figures[1]).toContain(String(keys));
      expect(figures[2]).toContain(String(keys - 1));
      await panel.getByText('checkout, production').waitFor();
      expect(await findBarriers(page)).toEqual([]);
    });
  });
});
