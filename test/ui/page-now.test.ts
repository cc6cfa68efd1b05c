import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { step } from '../harness/house.ts';
import { findBarriers, walk } from './browser.ts';
import { ENDS, Stage } from './stage.ts';

// These are long walks.
jest.setTimeout(180_000);

const daily = { type: 'daily', starts_on: '2027-01-01', handoff_time: '09:00' };

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start({ policy: [step('ada')] });
  await stage.house.addSchedule('Days & nights', [{ name: 'Turns', turns: ['ada', 'grace'], rotation: daily }]);
}, 120_000);
afterAll(() => stage.stop());
afterEach(() => expect(stage.browser.faults.splice(0)).toEqual([]));

/** Asks in the dialog, lets the backend work, and sees who was told until somebody acknowledges. */
async function pageNow(page: Page): Promise<void> {
  const { house } = stage;
  const before = (await house.incidents()).map(({ id }) => id);
  const dialog = page.getByTestId('incidentsPageTestDialog');
  await dialog.getByTestId('incidentsPageTestAsk').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  expect(await house.incidents()).toHaveLength(before.length);
  await dialog.getByTestId('incidentsPageTestAsk').click();
  const receipt = dialog.getByTestId('incidentsPageTest');
  await receipt.getByText('On its way').waitFor();
  expect(await page.evaluate('document.activeElement.dataset.testSubj')).toBe('incidentsPageTestClose');
  await house.settles();
  await receipt.getByText('The provider has taken it').waitFor();
  await receipt.getByText('ada, e-mail').waitFor();
  house.mailbox.expect('ada', 'Test page');
  expect(await findBarriers(page)).toEqual([]);
  const [opened, ...others] = (await house.incidents()).filter(({ id }) => !before.includes(id));
  expect(others).toEqual([]);
  await house.acknowledge(opened?.id ?? '', 'ada');
  await receipt.getByText('It was acknowledged').waitFor();
  await receipt.getByText('Acknowledged by ada').waitFor();
  await dialog.getByTestId('incidentsPageTestClose').click();
  await dialog.waitFor({ state: 'detached' });
  await house.settles();
}

describe.each(ENDS)('at the %s end', (end) => {
  test('a manager pages by a policy, sees who was told, and that somebody answered', async () => {
    const page = await stage.open(end, '/app/incidents/policies', { role: 'manager', dark: end === 'high' });
    await walk(`page-policy-${end}`, page, async () => {
      const row = page.getByTestId('incidentsPolicy').filter({ hasText: 'Everyone' });
      const before = await stage.house.count('page_tests');
      await row.getByTestId('incidentsPolicyTest').click();
      await page.getByTestId('incidentsPageTestClose').click();
      expect(await stage.house.count('page_tests')).toBe(before);
      await row.getByTestId('incidentsPolicyTest').click();
      await pageNow(page);
    });
  });

  test('a manager pages by a source, as if it had sent an alert', async () => {
    const page = await stage.open(end, '/app/incidents/sources', { role: 'manager', dark: end === 'low' });
    await walk(`page-source-${end}`, page, async () => {
      const source = page.getByTestId('incidentsSource').filter({ hasText: 'kibana' }).first();
      await source.getByTestId('incidentsSourceTest').click();
      await pageNow(page);
    });
  });

  test('a responder is not offered to page others', async () => {
    const page = await stage.open(end, '/app/incidents/policies', { user: 'ada', role: 'responder' });
    await walk(`page-nobody-${end}`, page, async () => {
      await page.getByTestId('incidentsPolicyTry').first().waitFor();
      expect(await page.getByTestId('incidentsPolicyTest').count()).toBe(0);
    });
  });

  test('shifts come as calendar files: those of the schedule, and one’s own', async () => {
    const page = await stage.open(end, '/app/incidents/on-call', {
      user: 'ada',
      role: 'responder',
      dark: end === 'high',
    });
    await walk(`calendar-${end}`, page, async () => {
      const download = async (which: string) => {
        await page.getByTestId('incidentsCalendarFiles').click();
        await page.getByTestId(which).waitFor();
        expect(await findBarriers(page)).toEqual([]);
        const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId(which).click()]);
        return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
      };
      const whole = await download('incidentsCalendarOfSchedule');
      expect(whole.name).toBe('Days-nights.ics');
      expect(whole.text).toMatch(/^BEGIN:VCALENDAR[\s\S]*SUMMARY:grace on call[\s\S]*END:VCALENDAR/);
      const own = await download('incidentsCalendarOfMe');
      expect(own.name).toBe('ada-on-call.ics');
      expect(own.text).toMatch(/SUMMARY:ada on call/);
      expect(own.text).not.toMatch(/SUMMARY:grace/);
    });
  });
});
