import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { step } from '../harness/house.ts';
import { findBarriers, walk } from './browser.ts';
import { ENDS, Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start({
    policy: [step('ada'), step('linus'), step('grace').waits(3_600)],
    unreachable: ['linus'],
  });
});
afterAll(() => stage.stop());
afterEach(() => expect(stage.browser.faults.splice(0)).toEqual([]));

const FOCUSED = `document.activeElement?.closest('[data-test-subj]')?.getAttribute('data-test-subj') ?? ''`;

describe.each(ENDS)('at the %s end', (end) => {
  test('what happened at each step, what was sent, and where it came from', async () => {
    const { house } = stage;
    const active = house.elastic.active(`cart ${end}`);
    const { results } = await house.elastic.posts({
      ...active,
      kibana: { base_url: 'https://kibana.example.com', space_id: 'shop' },
      alert_url: 'https://kibana.example.com/s/shop/app/observability/alerts/1',
      view_in_app_url: '',
      rule: { ...(active['rule'] as object), url: '' },
    });
    const id = results[0]?.incident_id ?? '';
    await house.passes(330);
    const page = await stage.open(end, `/app/incidents/${id}`, { role: 'viewer', dark: end === 'low' });
    await walk(`escalated-${end}`, page, async () => {
      const picture = page.getByTestId('incidentsEscalation');
      await picture.waitFor();
      // What was sent is asked for once the steps are there.
      await picture.getByText('Sent', { exact: false }).first().waitFor();
      const text = (await picture.innerText()).replaceAll(/[\u2068\u2069]/g, '');
      expect(text).toMatch(/Step 1: ada[\s\S]*no answer within 5 min[\s\S]*Sent/);
      expect(text).toMatch(/Step 2: linus[\s\S]*Reached nobody[\s\S]*linus could not be told/);
      expect(text).toMatch(/Step 3: grace[\s\S]*Told at/);
      expect(await findBarriers(page)).toEqual([]);

      const shop = 'https://kibana.example.com/s/shop/app';
      const link = (kind: string) => page.getByTestId(`incidentsRelated-${kind}`).getAttribute('href');
      expect(await link('alert')).toBe(`${shop}/observability/alerts/1`);
      expect(await link('service')).toBe(`${shop}/apm/services/checkout/overview`);
      expect(await link('rule')).toBe(`${shop}/management/insightsAndAlerting/triggersActions/rule/rule-cart-${end}`);
      await page.getByText('in the space').first().waitFor();

      await page.getByTestId('incidentsTab-deliveries').click();
      expect(await page.getByTestId('incidentsDelivery').filter({ hasText: 'ada' }).innerText()).toMatch(/Sent/);
      await page.getByTestId('incidentsDelivery').filter({ hasText: 'grace' }).getByTestId('incidentsAttempts').click();
      expect(await findBarriers(page)).toEqual([]);
      await page.getByTestId('incidentsTab-alerts').click();
      await page.getByTestId('incidentsAlert').getByText('failed transactions is 42%').first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
      expect(await page.getByTestId('incidentsNote').count()).toBe(0);
    });
  });

  test('noted, started and resolved with nothing but the keyboard; the timeline tells it', async () => {
    const id = await stage.house.elastic.fires(`keys ${end}`);
    const page = await stage.open(end, `/app/incidents/${id}`, { role: 'responder', dark: end === 'high' });
    const until = async (wanted: string) => {
      for (let count = 0; count < 60; count += 1) {
        if ((await page.evaluate(FOCUSED)) === wanted) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`Tab does not lead to ${wanted}`);
    };
    await walk(`keys-${end}`, page, async () => {
      await page.getByTestId('incidentsNote').waitFor();
      await until('incidentsAction-start');
      await page.keyboard.press('Enter');
      await page.getByTestId('incidentsAction-start').waitFor({ state: 'detached' });
      await until('incidentsNote');
      await page.keyboard.type('Disk replaced.');
      await page.keyboard.press('Control+Enter');
      const timeline = page.getByTestId('incidentsTimeline');
      await timeline.getByText('Disk replaced.').waitFor();
      await until('incidentsAction-resolve');
      await page.keyboard.press('Enter');
      await page.getByTestId('incidentsConflict').getByText('is still active').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      // The careful answer is the one that Enter gives.
      await page.keyboard.press('Enter');
      await page.getByTestId('incidentsConflict').waitFor({ state: 'detached' });
      expect((await stage.house.incident(id)).status).toBe('in_progress');
      await until('incidentsAction-resolve');
      await page.keyboard.press('Enter');
      await page.getByTestId('incidentsConflict').waitFor();
      await until('confirmModalConfirmButton');
      await page.keyboard.press('Enter');
      await page.getByTestId('incidentsAction-resolve').waitFor({ state: 'detached' });
      await page.getByTestId('incidentsFacts').getByText('Resolved').first().waitFor();
      expect((await stage.house.incident(id)).status).toBe('resolved');
      await timeline.getByText('resolved it').waitFor();
      expect(await findBarriers(page)).toEqual([]);
    });
  });
});
