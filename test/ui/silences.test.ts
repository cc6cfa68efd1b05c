import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { MaintenanceWindowAnswer, SilenceAnswer } from 'incident-core';
import { findBarriers, walk } from './browser.ts';
import { ENDS, Stage } from './stage.ts';

// These are long walks.
jest.setTimeout(180_000);

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start();
}, 120_000);
afterAll(() => stage.stop());
afterEach(() => expect(stage.browser.faults.splice(0)).toEqual([]));

async function silences(): Promise<readonly SilenceAnswer[]> {
  return (await stage.house.api.ok<{ items: readonly SilenceAnswer[] }>('GET', '/v1/silences')).items;
}

describe.each(ENDS)('at the %s end', (end) => {
  test('an incident is silenced from its page, is seen to be held, and let go of by a click', async () => {
    const { house } = stage;
    const service = `checkout-${end}`;
    // The clock of the backend is the browser's, for the form counts from it.
    house.clock.set(new Date());
    const incident = await house.elastic.fires(`Failed transactions ${end}`, { service, environment: 'production' });
    await house.settles();
    const page = await stage.open(end, `/app/incidents/${incident}`, { role: 'responder', dark: end === 'high' });
    await walk(`silences-${end}`, page, async () => {
      await page.getByTestId('incidentsMoreActions').click();
      await page.getByTestId('incidentsChange-silence').click();
      const flyout = page.getByTestId('incidentsSilenceFlyout');
      await flyout.getByTestId('incidentsSuppressionCount').getByText(`Failed transactions ${end}`).waitFor();
      expect(await flyout.getByTestId('incidentsMatch-service').innerText()).toContain(service);
      await flyout.getByTestId('incidentsSuppressionReason').fill(`we deploy ${end}`);
      await flyout.getByTestId('incidentsSilenceFor-4').click();
      expect(await findBarriers(page)).toEqual([]);
      await flyout.getByTestId('incidentsSilenceSave').click();
      await flyout.waitFor({ state: 'detached' });
      const row = page.getByTestId('incidentsSilence').filter({ hasText: `we deploy ${end}` });
      await row.getByText('Holds now').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      const [made] = await silences();
      expect(made).toMatchObject({ matchers: { service: [service], environment: ['production'] } });

      await house.settles();
      await page.goto(`${stage.preview(end).url}/app/incidents/${incident}`);
      const held = page.getByTestId('incidentsHeld');
      await held.getByText(`we deploy ${end}`).waitFor();
      expect(await held.innerText()).toMatch(/Silence\s+until/);
      await page.getByText('and nobody is told').first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.goto(`${stage.preview(end).url}/app/incidents/`);
      await page
        .getByTestId('incidentsLink')
        .filter({ hasText: `Failed transactions ${end}` })
        .waitFor();

      await page.goto(`${stage.preview(end).url}/app/incidents/silences`);
      await row.getByTestId('incidentsSilenceEnd').click();
      await row.waitFor({ state: 'detached' });
      await page.getByTestId('incidentsShown-over').click();
      await row.getByText('Over', { exact: true }).waitFor();
      await house.settles();
      expect(await house.incident(incident)).toMatchObject({ suppressed: null });
    });
  });

  test('a window that comes again is planned with its next times in sight, ended and deleted', async () => {
    const reason = `database moves ${end}`;
    const page = await stage.open(end, '/app/incidents/silences?tab=windows', {
      role: 'manager',
      dark: end === 'low',
    });
    await walk(`windows-${end}`, page, async () => {
      await page.getByTestId('incidentsWindowMake').click();
      const flyout = page.getByTestId('incidentsWindowFlyout');
      await flyout.getByTestId('incidentsSuppressionReason').fill(reason);
      await flyout.getByTestId('incidentsMatch-warning').click();
      await flyout.getByTestId('incidentsWindowRecurring').click();
      await flyout.getByTestId('incidentsWeekday-saturday').click();
      await flyout.getByTestId('incidentsWindowAt').fill('01:30');
      const next = flyout.getByTestId('incidentsOccurrences').locator('li');
      await next.filter({ hasText: '01:30' }).first().waitFor();
      await expect(next.count()).resolves.toBe(5);
      await flyout.getByTestId('incidentsOccurrences').scrollIntoViewIfNeeded();
      expect(await findBarriers(page)).toEqual([]);
      await flyout.getByTestId('incidentsWindowSave').click();
      await flyout.waitFor({ state: 'detached' });
      const row = page.getByTestId('incidentsWindow').filter({ hasText: reason });
      await row.getByText('Sat, Sun').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      const { items } = await stage.house.api.ok<{ items: readonly MaintenanceWindowAnswer[] }>(
        'GET',
        '/v1/maintenance-windows',
      );
      expect(items.find((window) => window.reason === reason)).toMatchObject({
        matchers: { severity: ['warning'] },
        times: { from: '01:30', minutes: 120, recurrence: { unit: 'week', weekdays: ['saturday', 'sunday'] } },
      });
      await row.getByTestId('incidentsWindowEdit').click();
      await flyout.getByTestId('incidentsDelete').click();
      await page.getByTestId('confirmModalConfirmButton').click();
      await row.waitFor({ state: 'detached' });
    });
  });
});
