import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { step } from '../harness/house.ts';
import { findBarriers, walk } from './browser.ts';
import { ENDS, Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start({ policy: [step('ada'), step('grace')], env: { KIBANA_MANAGES_ACCESS: 'true' } });
});
afterAll(() => stage.stop());
afterEach(() => expect(stage.browser.faults.splice(0)).toEqual([]));

describe.each(ENDS)('at the %s end', (end) => {
  test('people are imported, given roles and tokens, leave, and the audit trail has it all', async () => {
    const name = `zoe-${end}`;
    const page = await stage.open(end, '/app/incidents/access', { role: 'manager', dark: end === 'low' });
    await walk(`access-${end}`, page, async () => {
      const person = page.getByTestId('incidentsAccessPerson').filter({ hasText: name });
      await page.getByTestId('incidentsAccessPerson').first().waitFor();
      expect(await findBarriers(page)).toEqual([]);

      await page.getByTestId('incidentsImport').click();
      const table = page.getByTestId('incidentsImportTable');
      await table.fill(`name,username,teams,email\nZoe,${name},Nobody,zoe`);
      await page.getByTestId('incidentsImportTry').click();
      await page.getByTestId('incidentsImportProblems').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await table.fill(`name,username,teams,email\nZoe,${name},Payments,zoe@example.com`);
      await page.getByTestId('incidentsImportTry').click();
      await page.getByTestId('incidentsImportApply').click();
      await page.getByTestId('incidentsImportOutcome').getByText('was made').waitFor();
      await page.keyboard.press('Escape');

      await person.getByTestId('incidentsAccessRoles').click();
      await page.getByTestId('incidentsRoleOfAll').selectOption('responder');
      expect(await findBarriers(page)).toEqual([]);
      await page.getByTestId('incidentsRolesSave').click();
      await page.getByTestId('incidentsRoles').waitFor({ state: 'detached' });

      await page.getByTestId('incidentsTab-tokens').click();
      await page.getByTestId('incidentsApiTokenMake').click();
      await page.getByTestId('incidentsNewTokenName').fill(`deploy ${end}`);
      await page.getByTestId('incidentsNewTokenUser').selectOption({ label: `Zoe (${name})` });
      expect(await findBarriers(page)).toEqual([]);
      await page.getByTestId('incidentsNewTokenSave').click();
      const token = (await page.getByTestId('incidentsApiTokenText').innerText()).trim();
      expect((await stage.house.api.as(token).call('GET', '/v1/incidents')).status).toBe(200);
      expect(await findBarriers(page)).toEqual([]);
      await page.getByTestId('incidentsApiTokenDone').click();
      expect(await page.content()).not.toContain(token);
      const row = page.getByTestId('incidentsApiTokenRow').filter({ hasText: `deploy ${end}` });
      await row.getByTestId('incidentsApiTokenRotate').first().click();
      await page.getByTestId('incidentsApiTokenDone').click();
      await row.nth(1).waitFor();
      expect(await findBarriers(page)).toEqual([]);

      await page.getByTestId('incidentsTab-people').click();
      await person.getByTestId('incidentsAccessLeave').click();
      expect(await findBarriers(page)).toEqual([]);
      await page.getByTestId('incidentsAccessLeaveDialog').getByTestId('confirmModalConfirmButton').click();
      await person.getByText('Left', { exact: true }).waitFor();
      expect((await stage.house.api.as(token).call('GET', '/v1/incidents')).status).toBe(401);
      await page.getByTestId('incidentsTab-left').click();
      await page.getByTestId('incidentsDeparture').filter({ hasText: 'Nothing any more' }).first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
    });
  });

  test('the audit trail shows who did what, before and after, and that nobody touched it', async () => {
    await stage.house.api.ok('PATCH', `/v1/teams/${stage.house.teamId}`, {
      reopen_window_seconds: end === 'low' ? 60 : 90,
    });
    const page = await stage.open(end, '/app/incidents/audit', { role: 'manager', dark: end === 'high' });
    await walk(`audit-${end}`, page, async () => {
      const entry = page.getByTestId('incidentsAuditEntry').filter({ hasText: 'reopen_window_seconds' }).first();
      await entry.getByText(end === 'low' ? '60' : '90', { exact: true }).waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.getByTestId('incidentsAuditVerify').click();
      await page.getByTestId('incidentsAuditOutcome').getByText('Whole').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.getByTestId('incidentsAuditType').fill('user');
      await page.keyboard.press('Enter');
      await page
        .getByTestId('incidentsAuditEntry')
        .filter({ hasText: 'reopen_window_seconds' })
        .first()
        .waitFor({ state: 'detached' });
      expect(new URL(page.url()).search).toBe('?type=user');
    });
  });
});
