import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { step } from '../harness/house.ts';
import { findBarriers, walk } from './browser.ts';
import { ENDS, Stage } from './stage.ts';

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
});
