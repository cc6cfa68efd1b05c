import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { step } from '../harness/house.ts';
import { minutes } from '../harness/manual-clock.ts';
import { findBarriers, walk } from './browser.ts';
import { ENDS, Stage } from './stage.ts';

// These are long walks.
jest.setTimeout(300_000);

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start({ policy: [step('ada').waits(minutes(10)), step('grace')] });
  await liveADay();
}, 300_000);
afterAll(() => stage.stop());
afterEach(() => expect(stage.browser.faults.splice(0)).toEqual([]));

/** Some hours of a day, with something of everything. */
async function liveADay(): Promise<void> {
  const { house } = stage;
  for (let hour = 0; hour < 4; hour += 1) {
    for (let count = 0; count <= hour % 4; count += 1) {
      const name = `problem ${hour}.${count}`;
      const firing = {
        service: ['checkout', 'cart', 'search'][count % 3],
        severity: count === 0 ? 'critical' : 'warning',
      };
      const incident = await house.elastic.fires(name, firing);
      await house.passes(minutes(count === 1 ? 12 : 3));
      if (count !== 1) await house.acknowledge(incident, 'ada');
      await house.passes(minutes(5));
      await house.elastic.recovers(name, firing);
    }
    await house.elastic.tries('');
    house.clock.forward(minutes(20));
    await house.settles();
  }
}

describe.each(ENDS)('at the %s end', (end) => {
  test('the overview shows figures, charts and the promise; time and team stand in the address', async () => {
    const range = 'from=2027-01-05T00:00:00.000Z&to=2027-01-06T00:00:00.000Z';
    const guest = { role: 'viewer', dark: end === 'low', height: 1000 } as const;
    const page = await stage.open(end, `/app/incidents/overview?${range}`, guest);
    await walk(`overview-${end}`, page, async () => {
      await page.getByTestId('incidentsFigure-incidents').waitFor();
      expect(await page.title()).toContain('Overview');
      expect(await page.getByTestId('incidentsFigure-incidents').innerText()).toMatch(/\b1\d\b/);
      // The charts are Kibana's own, and draw on a canvas that has a size.
      for (const chart of ['came', 'times', 'trouble', 'load']) {
        const canvas = page.getByTestId(`incidentsChart-${chart}`).locator('canvas').first();
        await canvas.waitFor();
        expect((await canvas.boundingBox())?.height).toBeGreaterThan(100);
      }
      await page.getByTestId('incidentsLevelShare').waitFor();
      expect(await findBarriers(page)).toEqual([]);

      await page.getByTestId('incidentsBy-service').click();
      await page.getByTestId('incidentsBreakdownRow').filter({ hasText: 'checkout' }).waitFor();
      expect(new URL(page.url()).searchParams.get('by')).toBe('service');

      await page.getByTestId('incidentsOverviewTeam').click();
      await page.getByTestId(`incidentsOverviewTeam-${stage.house.catchAllTeamId}`).click();
      await page.getByText('No incident was created.', { exact: true }).waitFor();
      await page.keyboard.press('Escape');
      expect(new URL(page.url()).searchParams.get('team_id')).toBe(stage.house.catchAllTeamId);
      await page.reload();
      await page.getByText('No incident was created.', { exact: true }).waitFor();
      expect(await findBarriers(page)).toEqual([]);
    });
  });

  test('an alert is followed from its incident back to its post, and on to whom it told', async () => {
    const [incident] = await stage.house.incidents();
    const page = await stage.open(end, `/app/incidents/${incident?.id ?? ''}`, {
      role: 'responder',
      dark: end === 'high',
    });
    await walk(`ledger-${end}`, page, async () => {
      await page.getByTestId('incidentsHowItCame').click();
      const rows = page.getByTestId('incidentsLedgerRow');
      await rows.filter({ hasText: 'Opened an incident' }).first().waitFor();
      expect(new URL(page.url()).searchParams.get('incident')).toBe(incident?.id);
      expect(await findBarriers(page)).toEqual([]);
      await rows.filter({ hasText: 'Opened an incident' }).getByTestId('incidentsLedgerFollow').click();
      const chain = page.getByTestId('incidentsChain');
      await chain.waitFor();
      expect(await chain.innerText()).toMatch(
        /Received[^]*Read as an alert[^]*Opened an incident[^]*Escalation, run 1[^]*Who was told[^]*ada/,
      );
      expect(await page.getByTestId('incidentsChainEnd').innerText()).toContain('Somebody was told');
      await page.getByTestId('incidentsRaw').getByRole('button').first().click();
      await page.getByTestId('incidentsRawBody').getByText('schema_version').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.goBack();
      await page.getByTestId('incidentsLedgerSearch').fill('');
      await page.getByTestId('incidentsLedgerSearch').press('Enter');
      await rows.filter({ hasText: 'Rejected' }).first().waitFor();
      await page.getByTestId('incidentsLedgerOutcome').click();
      await page.getByTestId('incidentsLedgerOutcome-rejected').click();
      await page.keyboard.press('Escape');
      await rows.filter({ hasText: 'Opened an incident' }).first().waitFor({ state: 'detached' });
      expect(await rows.count()).toBe(4);
      expect(await findBarriers(page)).toEqual([]);
    });
  });
});
