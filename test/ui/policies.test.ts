import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { PolicyAnswer } from 'incident-core';
import type { Page } from 'playwright-core';
import { step } from '../harness/house.ts';
import { findBarriers, walk } from './browser.ts';
import { ENDS, Stage } from './stage.ts';

// These are long walks.
jest.setTimeout(180_000);

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start({
    policy: [step('ada').waits(600), step('grace').after(60).waits(900)],
    repeat: 1,
    unreachable: ['linus'],
  });
}, 120_000);
afterAll(() => stage.stop());
afterEach(() => expect(stage.browser.faults.splice(0)).toEqual([]));

async function find(name: string): Promise<PolicyAnswer | undefined> {
  const { items } = await stage.house.api.ok<{ items: readonly PolicyAnswer[] }>('GET', '/v1/escalation-policies');
  return items.find((policy) => policy.name === name);
}

/** Chooses in a box that is searched by typing. */
async function choose(page: Page, subject: string, typed: string): Promise<void> {
  await page.getByTestId(subject).last().locator('input').fill(typed);
  await page.getByRole('option').filter({ hasText: typed }).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByTestId('incidentsTarget').filter({ hasText: typed }).last().waitFor();
}

describe.each(ENDS)('at the %s end', (end) => {
  test('a viewer reads who is told when, and is offered nothing to change', async () => {
    const page = await stage.open(end, '/app/incidents/policies', { role: 'viewer', dark: end === 'low' });
    await walk(`policies-${end}`, page, async () => {
      const policy = page.getByTestId('incidentsPolicy').filter({ hasText: 'Everyone' });
      await policy.getByText('Ready').waitFor();
      const text = (await policy.innerText()).replaceAll(/[\u2068\u2069]/g, '');
      expect(text).toMatch(/ada\s+waits 10 min[\s\S]*grace\s+after 1 min, then waits 15 min[\s\S]*rounds at most: 2/);
      expect(await page.title()).toContain('Escalation policies');
      expect(await findBarriers(page)).toEqual([]);
      for (const subject of ['incidentsPolicyMake', 'incidentsPolicyEdit']) {
        expect(await page.getByTestId(subject).count()).toBe(0);
      }
      const call = `fetch('/internal/incidents/escalation-policies', {
        method: 'POST', headers: { 'kbn-xsrf': 'a', 'content-type': 'application/json' }, body: '{"name":"x","steps":[]}',
      }).then(({ status }) => status)`;
      expect([400, 403]).toContain(await page.evaluate(call));
    });
  });

  test('a policy that would reach nobody is refused where it is wrong; mended it is saved, and deleted', async () => {
    const name = `Nights ${end}`;
    const page = await stage.open(end, '/app/incidents/policies', { role: 'manager', dark: end === 'high' });
    await walk(`policies-edit-${end}`, page, async () => {
      await page.getByTestId('incidentsPolicyMake').click();
      const flyout = page.getByTestId('incidentsPolicyFlyout');
      await flyout.getByTestId('incidentsPolicySave').click();
      await flyout.getByText('Nobody: add at least one').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await flyout.getByTestId('incidentsPolicyName').fill(name);
      await flyout.getByTestId('incidentsMatch-service').locator('input').fill('night*');
      await page.keyboard.press('Enter');
      await flyout.getByTestId('incidentsMatch-critical').click();
      await choose(page, 'incidentsTargetAdd', 'linus');
      await flyout.getByTestId('incidentsStepWait').fill('2');
      await flyout.getByTestId('incidentsStepWaitUnit').selectOption('hours');
      await flyout.getByTestId('incidentsPolicySave').click();
      await flyout.getByTestId('incidentsNotReady').waitFor();
      const problem = flyout
        .getByTestId('incidentsTarget')
        .filter({ hasText: 'linus' })
        .getByTestId('incidentsProblem');
      await problem.getByText('without a verified contact method').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      expect(await find(name)).toBeUndefined();

      await flyout.getByTestId('incidentsPolicyForce').click();
      await flyout.waitFor({ state: 'detached' });
      const row = page.getByTestId('incidentsPolicy').filter({ hasText: name });
      await row.getByText('Not ready').waitFor();
      expect(await find(name)).toMatchObject({
        ready: false,
        matchers: { service: ['night*'], severity: ['critical'] },
        steps: [{ timeout_seconds: 7_200 }],
      });

      await row.getByTestId('incidentsPolicyEdit').click();
      await choose(page, 'incidentsTargetAdd', 'grace');
      await flyout.getByRole('button', { name: /Remove .?linus/ }).click();
      await flyout.getByTestId('incidentsPolicySave').click();
      await flyout.waitFor({ state: 'detached' });
      await row.getByText('Not ready').waitFor({ state: 'detached' });
      expect(await find(name)).toMatchObject({ ready: true });

      await row.getByTestId('incidentsPolicyEdit').click();
      await flyout.getByTestId('incidentsDelete').click();
      expect(await findBarriers(page)).toEqual([]);
      await page.getByTestId('confirmModalConfirmButton').click();
      await row.waitFor({ state: 'detached' });
      expect(await find(name)).toBeUndefined();
    });
  });

  test('the simulator draws who would be told of an imagined incident, of a real one and of a payload', async () => {
    const id = await stage.house.elastic.fires(`disk of ${end} full`, { severity: 'critical' });
    const path = '/app/incidents/policies?tab=simulator';
    const page = await stage.open(end, path, { user: 'ada', role: 'responder', dark: end === 'low' });
    await walk(`simulator-${end}`, page, async () => {
      const before = await stage.house.count('notifications');
      await page.getByTestId('incidentsSimulateService').fill('checkout');
      await page.getByTestId('incidentsSimulateAtDate').fill('2031-03-05');
      await page.getByTestId('incidentsSimulateAtTime').fill('03:12');
      await page.getByTestId('incidentsSimulateRun').click();
      const picture = page.getByTestId('incidentsSimulation');
      await picture.getByText('Round 2, step 2').waitFor();
      expect(await picture.getByTestId('incidentsSimulatedMark').count()).toBe(4);
      expect(await findBarriers(page)).toEqual([]);
      await page.getByTestId('incidentsAsTable').click();
      const lines = page.getByTestId('incidentsSimulatedLine');
      expect(await lines.count()).toBe(4);
      expect(await lines.nth(1).innerText()).toMatch(/03:23[\s\S]*grace[\s\S]*e-mail/);
      expect(await findBarriers(page)).toEqual([]);

      await page.getByTestId('incidentsSimulate-incident').click();
      await page.getByTestId('incidentsSimulateIncident').locator('input').fill(`disk of ${end}`);
      await page
        .getByRole('option')
        .filter({ hasText: `disk of ${end}` })
        .first()
        .click();
      expect(new URL(page.url()).searchParams.get('incident')).toBe(id);
      await page.getByTestId('incidentsSimulateRun').click();
      await page.getByTestId('incidentsSimulated').getByText('Payments').first().waitFor();

      await page.getByTestId('incidentsSimulate-payload').click();
      await page
        .getByTestId('incidentsSimulatePayload')
        .fill(JSON.stringify(stage.house.elastic.active('mail is slow')));
      await page.getByTestId('incidentsSimulateRun').click();
      await page.getByTestId('incidentsSimulated').getByText('mail is slow').first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
      expect(await stage.house.count('notifications')).toBe(before);
    });
  });
});
