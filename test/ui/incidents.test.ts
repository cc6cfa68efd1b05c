import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KIBANA_TOKEN } from '../harness/backend.ts';
import { House, step } from '../harness/house.ts';
import { Browser, findBarriers, walk } from './browser.ts';
import { startPreview, type Preview } from './preview.ts';

describe.each(['low', 'high'] as const)('at the %s end', (end) => {
  let house: House;
  let preview: Preview;
  let browser: Browser;

  beforeAll(async () => {
    house = await House.start({ policy: [step('ada')] });
    [preview, browser] = await Promise.all([startPreview(end, house.backend.base, KIBANA_TOKEN), Browser.start()]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([preview.stop(), browser.stop(), house.stop()]);
  });

  test('a responder sees an incident, opens it, acknowledges and resolves it', async () => {
    const id = await house.elastic.fires('disk full');
    const page = await browser.open(`${preview.url}/app/incidents`);
    await walk(`incident-${end}`, page, async () => {
      const row = page.getByTestId('incidentsRow').filter({ hasText: 'disk full' });
      await row.waitFor();
      expect(await row.textContent()).toContain('Triggered');
      expect(await page.title()).toBe('Incidents - Preview');
      expect(await findBarriers(page)).toEqual([]);

      await row.getByTestId('incidentsLink').click();
      await page.getByTestId('incidentsAction-acknowledge').click();
      await page.getByTestId('incidentsAction-acknowledge').waitFor({ state: 'detached' });
      expect((await house.incident(id)).status).toBe('acknowledged');
      expect(await findBarriers(page)).toEqual([]);

      await page.getByTestId('incidentsAction-resolve').click();
      // The alert has not recovered: whoever resolves is asked whether they mean it.
      await page.getByTestId('confirmModalConfirmButton').click();
      await page.getByTestId('incidentsAction-resolve').waitFor({ state: 'detached' });
      await page.getByText('Resolved').first().waitFor();
      expect((await house.incident(id)).status).toBe('resolved');
    });
    expect(browser.faults).toEqual([]);
  });

  test('on any page the header opens the sidebar, where an incident is acknowledged with the keyboard alone', async () => {
    const id = await house.elastic.fires('queue stuck');
    const page = await browser.open(`${preview.url}/app/home`);
    await walk(`sidebar-${end}`, page, async () => {
      await page.getByTestId('incidentsHeaderControl').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: /queue stuck/ }).focus();
      await page.keyboard.press('Enter');
      await page.getByTestId('incidentsAction-acknowledge').focus();
      expect(await findBarriers(page)).toEqual([]);
      await page.keyboard.press('Enter');
      await page.getByTestId('incidentsAction-acknowledge').waitFor({ state: 'detached' });
      expect((await house.incident(id)).status).toBe('acknowledged');
      await page.keyboard.press('Escape');
      await page.getByTestId('incidentsSidebar').waitFor({ state: 'detached' });
    });
    expect(browser.faults).toEqual([]);
  });

  test('who may only read is offered no action, and who may not read neither app nor header control', async () => {
    const id = await house.elastic.fires('certificate expires');
    const page = await browser.open(`${preview.url}/app/incidents/${id}`);
    await walk(`roles-${end}`, page, async () => {
      await page.getByTestId('previewRole').selectOption('viewer');
      await page.getByText('certificate expires').first().waitFor();
      expect(await page.getByTestId('incidentsAction-acknowledge').count()).toBe(0);

      await page.getByTestId('previewRole').selectOption('none');
      await page.getByText('You have access to no app').waitFor();
      expect(await page.getByTestId('incidentsHeaderControl').count()).toBe(0);
      await page.getByTestId('previewRole').selectOption('manager');
    });
    expect(browser.faults).toEqual([]);
  });
});

test('without a backend the page says what is wrong, and the header control stays quiet', async () => {
  // Nothing listens on the discard port.
  const [preview, browser] = await Promise.all([
    startPreview('high', 'http://127.0.0.1:9', KIBANA_TOKEN),
    Browser.start(),
  ]);
  try {
    const page = await browser.open(`${preview.url}/app/incidents`);
    await walk('away', page, async () => {
      await page.getByTestId('incidentsBackendAway').waitFor();
      await page.getByTestId('incidentsHeaderControl').waitFor();
      expect(await page.getByTestId('previewNotice').textContent()).toContain('not Kibana');
      expect(await findBarriers(page)).toEqual([]);
    });
    expect(browser.faults).toEqual([]);
  } finally {
    await Promise.all([preview.stop(), browser.stop()]);
  }
});
