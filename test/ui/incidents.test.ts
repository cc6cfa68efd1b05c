import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { step } from '../harness/house.ts';
import { findBarriers, walk } from './browser.ts';
import { ENDS, Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start({ policy: [step('ada')] });
});
afterAll(() => stage.stop());
afterEach(() => expect(stage.browser.faults.splice(0)).toEqual([]));

describe.each(ENDS)('at the %s end', (end) => {
  test('a responder sees an incident, opens it, acknowledges and resolves it', async () => {
    // One alert of its own for each end: at one instant, which of two episodes is the later is decided by their names.
    const id = await stage.house.elastic.fires(`disk full ${end}`);
    const page = await stage.open(end, '/app/incidents');
    await walk(`incident-${end}`, page, async () => {
      const row = page.getByTestId('incidentsRow').filter({ hasText: `disk full ${end}` });
      await row.waitFor();
      expect(await row.textContent()).toContain('Triggered');
      expect(await page.title()).toMatch(/^Incidents - /);
      if (end !== 'kibana') expect(await page.getByTestId('previewNotice').textContent()).toContain('not Kibana');
      expect(await findBarriers(page)).toEqual([]);

      await row.getByTestId('incidentsLink').click();
      await page.getByTestId('incidentsAction-acknowledge').click();
      await page.getByTestId('incidentsAction-acknowledge').waitFor({ state: 'detached' });
      expect((await stage.house.incident(id)).status).toBe('acknowledged');
      expect(await findBarriers(page)).toEqual([]);

      await page.getByTestId('incidentsAction-resolve').click();
      // The alert has not recovered: whoever resolves is asked whether they mean it.
      await page.getByTestId('confirmModalConfirmButton').click();
      await page.getByTestId('incidentsAction-resolve').waitFor({ state: 'detached' });
      await page.getByText('Resolved').first().waitFor();
      expect((await stage.house.incident(id)).status).toBe('resolved');
    });
  });

  test('who may only read is offered no action, and who may not read neither app nor header control', async () => {
    const id = await stage.house.elastic.fires('certificate expires');
    const viewer = await stage.open(end, `/app/incidents/${id}`, { role: 'viewer' });
    await walk(`roles-${end}`, viewer, async () => {
      await viewer.getByText('certificate expires').first().waitFor();
      expect(await viewer.getByTestId('incidentsAction-acknowledge').count()).toBe(0);
      expect(await viewer.getByTestId('incidentsMoreActions').count()).toBe(0);
    });
    const nobody = await stage.open(end, `/app/incidents/${id}`, { role: 'none' });
    await walk(`no-role-${end}`, nobody, async () => {
      await nobody
        .getByText(/You have access to no app|Application not found|permission|You do not have/i)
        .first()
        .waitFor();
      expect(await nobody.getByTestId('incidentsHeaderControl').count()).toBe(0);
      expect(await nobody.getByText('certificate expires').count()).toBe(0);
    });
  });
});
