import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { step } from '../harness/house.ts';
import { findBarriers, walk } from './browser.ts';
import { ENDS, Stage } from './stage.ts';

// These are long walks.
jest.setTimeout(180_000);

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start({
    policy: [step('ada'), step('grace').after(60).waits(600)],
    repeat: 1,
    unreachable: ['linus'],
    fallback: 'grace',
  });
  const { api, teamId, catchAllTeamId } = stage.house;
  await api.ok('POST', '/v1/routing-rules', { matchers: { service: ['mail*'] }, team_id: catchAllTeamId, position: 1 });
  await api.ok('PATCH', `/v1/teams/${teamId}`, { reopen_window_seconds: 600 });
  const phone = { channel: 'email', address: 'ada@home.example.com', verified: false };
  await api.ok('POST', `/v1/users/${stage.house.person('ada').id}/contact-methods`, phone);
});
afterAll(() => stage.stop());
afterEach(() => expect(stage.browser.faults.splice(0)).toEqual([]));

describe.each(ENDS)('at the %s end', (end) => {
  test('a viewer sees who owns what and who is told when, and is offered nothing to change', async () => {
    const page = await stage.open(end, '/app/incidents/teams', { role: 'viewer', dark: end === 'high' });
    await walk(`teams-${end}`, page, async () => {
      const payments = page.getByTestId('incidentsTeam').filter({ hasText: 'Payments' });
      await payments.getByText('ada, grace, linus').waitFor();
      await payments.getByText('10 min').waitFor();
      expect(await page.getByTestId('incidentsTeam').filter({ hasNotText: 'Payments' }).innerText()).toContain('grace');
      expect(await page.title()).toContain('Teams and routing');
      expect(await findBarriers(page)).toEqual([]);

      await page.getByTestId('incidentsTab-people').click();
      const person = (name: string) => page.getByTestId('incidentsPerson').filter({ hasText: name });
      expect(await person('ada').innerText()).toMatch(/@example\S+\s+e-mail\s+\S+@home\S+\s+e-mail, not verified/);
      expect(await person('linus').innerText()).toContain('Cannot be told');
      expect(await findBarriers(page)).toEqual([]);

      await page.getByTestId('incidentsTab-routing').click();
      await page.getByTestId('incidentsRoutingRule').first().getByText('mail*').waitFor();
      const rules = await page.getByTestId('incidentsRoutingRule').allInnerTexts();
      expect(rules).toHaveLength(5);
      expect(rules[1]).toContain('Payments');
      expect(rules[4]).toContain('unrouted');
      expect(await findBarriers(page)).toEqual([]);

      await page.reload();
      await page.getByTestId('incidentsRoutingRule').first().waitFor();
      expect(new URL(page.url()).search).toBe('?tab=routing');
      const offered = await page.getByRole('tabpanel').getByRole('button').count();
      expect(offered + (await page.getByRole('tabpanel').getByRole('textbox').count())).toBe(0);
    });
  });

  test('a manager sets how alerts are grouped; who saves an older state hears who was faster, and loses nothing', async () => {
    const { house } = stage;
    const path = `/v1/teams/${house.teamId}`;
    await house.api.ok('PATCH', path, { grouping_window_seconds: null, auto_pause_seconds: null });
    const page = await stage.open(end, '/app/incidents/teams', { user: 'ada', role: 'manager', dark: end === 'low' });
    await walk(`team-${end}`, page, async () => {
      const payments = page.getByTestId('incidentsTeam').filter({ hasText: 'Payments' });
      await payments.getByTestId('incidentsTeamEdit').click();
      const flyout = page.getByTestId('incidentsTeamFlyout');
      await flyout.getByTestId('incidentsTeamGrouping').click();
      await flyout.getByTestId('incidentsTeamGroupingTime').fill('5');
      await flyout.getByText('within 5 min of the first').waitFor();
      await flyout.getByTestId('incidentsTeamUrgency-warning').selectOption('support_hours');
      await flyout.getByTestId('incidentsTeamHoursAdd').click();
      expect(await findBarriers(page)).toEqual([]);

      await house.as('grace').ok('PATCH', path, { auto_pause_seconds: 90 });
      await flyout.getByTestId('incidentsTeamSave').click();
      const notice = flyout.getByTestId('incidentsMeanwhile');
      await notice.waitFor();
      expect(await notice.innerText()).toMatch(/grace\W* changed this meanwhile, at .*pause before anybody is told/s);
      expect(await flyout.getByTestId('incidentsTeamGroupingTime').inputValue()).toBe('5');
      await notice.getByTestId('incidentsMeanwhileBeside').click();
      const beside = notice.getByTestId('incidentsMeanwhileVersion');
      await beside.filter({ hasText: 'changed by them' }).getByText('1 min 30 s').waitFor();
      await beside.filter({ hasText: 'changed by you' }).first().waitFor();
      expect(await findBarriers(page)).toEqual([]);

      await notice.getByTestId('incidentsMeanwhileOverwrite').click();
      await flyout.waitFor({ state: 'detached' });
      expect(await house.api.ok('GET', path)).toMatchObject({
        grouping_window_seconds: 300,
        auto_pause_seconds: null,
        urgencies: { warning: 'support_hours' },
        support_hours: [{ from: '09:00', until: '17:00' }],
      });
      await payments.getByText('of a service, within').waitFor();
    });
    await house.api.ok('PATCH', path, { grouping_window_seconds: null, support_hours: [] });
  });
});
