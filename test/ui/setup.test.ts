import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { step } from '../harness/house.ts';
import { findBarriers, walk } from './browser.ts';
import { Stage } from './stage.ts';

// A preview each, so that no walk finds the rules of another.
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start({ policy: [step('ada')] }, ['low', 'high']);
  await stage.house.api.ok('POST', '/v1/teams', { name: 'Platform' });
});
beforeEach(async () => {
  const { api } = stage.house;
  for (const path of ['/v1/thresholds', '/v1/team-mappings']) {
    const { items } = (await api.ok('GET', path)) as { readonly items: readonly { readonly id: string }[] };
    for (const { id } of items) await api.ok('DELETE', `${path}/${id}`);
  }
});
afterAll(() => stage.stop());
afterEach(() => expect(stage.browser.faults.splice(0)).toEqual([]));

const open = (end: 'low' | 'high', search = '', guest: object = {}) =>
  stage.open(end, `/app/incidents/setup${search}`, { role: 'manager', ...guest });
const next = (page: Page) => page.getByTestId('incidentsSetupNext').click();

describe.each(['low', 'high'] as const)('at the %s end', (end) => {
  test('services are found, mapped, held to thresholds, and their rules written; a test alert tells somebody', async () => {
    const page = await open(end, '', { dark: end === 'high' });
    await walk(`setup-${end}`, page, async () => {
      const rows = page.getByTestId('incidentsSetupServicesRow');
      await rows.first().waitFor();
      expect(await rows.count()).toBe(7);
      expect(await page.title()).toContain('Rule setup');
      expect(await findBarriers(page)).toEqual([]);

      await next(page);
      await page.getByTestId('incidentsSetupUnmapped').getByText('7 of 7').waitFor();
      const payment = page.getByTestId('incidentsSetupMapRow').filter({ hasText: 'payment-api' });
      expect(await payment.innerText()).toContain('its name holds');
      expect(await findBarriers(page)).toEqual([]);
      await page.getByTestId('incidentsSetupAcceptAll').click();
      await page.getByTestId('incidentsSetupUnmapped').getByText('5 of 7').waitFor();
      for (const name of ['checkout', 'cart', 'frontend']) {
        const row = page.getByTestId('incidentsSetupMapRow').filter({ hasText: name });
        await row.getByTestId('incidentsSetupTeam').selectOption('Payments');
        await row.getByText('By name, in this environment').waitFor();
      }
      expect(await findBarriers(page)).toEqual([]);

      await next(page);
      const cell = page
        .getByTestId('incidentsSetupThresholdsRow')
        .filter({ hasText: 'checkout' })
        .getByTestId('incidentsSetupCell-latency');
      await cell.getByText('as shipped').waitFor();
      await cell.getByTestId('incidentsSetupValue').fill('900');
      await page.keyboard.press('Enter');
      await cell.getByText('checkout').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await cell.getByTestId('incidentsSetupMore').click();
      const flyout = page.getByTestId('incidentsSetupFlyout');
      await flyout.getByTestId('incidentsSetupFired').waitFor();
      expect(await flyout.getByTestId('incidentsSetupFired').innerText()).toMatch(/Would have fired in \d+ of 96/);
      await flyout.getByText('in the place of 1500 as shipped').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await flyout.waitFor({ state: 'detached' });

      await next(page);
      const counts = page.getByTestId('incidentsSetupCounts');
      await counts.getByText('create: 15').waitFor();
      await page.getByTestId('incidentsSetupConnectorText').getByText('never in a plain header').waitFor();
      await page.getByTestId('incidentsSetupLeftOut').getByText('2 services').waitFor();
      await page.getByTestId('incidentsSetupPullConsent').press('Space');
      const address = page.getByTestId('incidentsSetupPullElasticsearch');
      await address.fill('elasticsearch');
      expect(await address.getAttribute('aria-invalid')).toBe('true');
      await address.fill('http://127.0.0.1:9');
      expect(await findBarriers(page)).toEqual([]);

      await next(page);
      await page.getByTestId('incidentsSetupLeft').getByText('the connector, and rules: 15').waitFor();
      await page.getByTestId('incidentsSetupStart').click();
      await page.getByTestId('incidentsSetupEnded').getByText('All of it is written').waitFor();
      await page.getByTestId('incidentsSetupLeft').getByText('nothing is left to do').waitFor();
      await page.getByTestId('incidentsSetupProgress').getByText('The backend has its key').waitFor();
      expect(await page.getByTestId('incidentsSetupResultsRow').count()).toBe(15);
      expect(await findBarriers(page)).toEqual([]);

      await next(page);
      await page.getByTestId('incidentsSetupProveStart').click();
      await page.getByText('Kibana has posted it').waitFor();
      await stage.house.settles();
      await page.getByTestId('incidentsSetupProved').getByText('Test page').waitFor();
      await page.getByTestId('incidentsSetupTold').getByText('ada').waitFor();
      stage.house.mailbox.expect('ada', 'Test page');
      expect(await findBarriers(page)).toEqual([]);

      await page.goto(`${stage.preview(end).url}/app/incidents/setup?step=review`);
      await counts.getByText('keep: 15').waitFor();
      await counts.getByText('create: 0').waitFor();
      await page.getByTestId('incidentsSetupPullText').getByText('http://127.0.0.1:9').waitFor();
    });
  });

  test('on a Basic licence rules are made without actions, and the page says that alerts have to be pulled', async () => {
    const page = await open(end, '', { licence: 'basic', width: 768, dark: end === 'low' });
    await walk(`setup-basic-${end}`, page, async () => {
      await next(page);
      await page.getByTestId('incidentsSetupAcceptAll').click();
      await page.getByTestId('incidentsSetupMappings').getByRole('button').first().click();
      await page.getByTestId('incidentsSetupMappingValue').fill('search*');
      await page.keyboard.press('Enter');
      await page.getByTestId('incidentsSetupMappingListRow').filter({ hasText: 'search*' }).waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.getByTestId('incidentsSetupStep-review').click();
      await page.getByTestId('incidentsSetupPull').getByText('need a gold licence').waitFor();
      await page.getByTestId('incidentsSetupCounts').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.getByTestId('incidentsSetupStep-prove').click();
      await page.getByTestId('incidentsEmpty').or(page.getByTestId('incidentsSetupProve')).waitFor();
      expect(await findBarriers(page)).toEqual([]);
    });
  });

  test('who only responds is refused, and finds no way there in the navigation', async () => {
    const page = await open(end, '', { role: 'responder' });
    await walk(`setup-responder-${end}`, page, async () => {
      await page.getByTestId('incidentsForbidden').waitFor();
      expect(await page.getByRole('link', { name: 'Rule setup' }).count()).toBe(0);
      expect(await findBarriers(page)).toEqual([]);
    });
  });
});
