import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { step } from '../harness/house.ts';
import { findBarriers, walk } from './browser.ts';
import { Stage } from './stage.ts';

const SERVICES = 2_000;

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start({ policy: [step('ada')] }, ['high'], '20s', SERVICES);
  for (const name of ['Search', 'Frontend', 'Orders']) await stage.house.api.ok('POST', '/v1/teams', { name });
});
afterAll(() => stage.stop());
afterEach(() => expect(stage.browser.faults.splice(0)).toEqual([]));

test('two thousand services are found, mapped and planned, and an interrupted apply goes on where it was', async () => {
  const page = await stage.open('high', '/app/incidents/setup', { role: 'manager' });
  await walk('setup-at-scale', page, async () => {
    const took: Record<string, number> = {};
    const timed = async (what: string, work: () => Promise<unknown>) => {
      const begun = performance.now();
      await work();
      took[what] = Math.round(performance.now() - begun);
    };
    await page.getByTestId('incidentsSetupServiceCount').getByText(String(SERVICES)).waitFor();
    expect(await page.getByTestId('incidentsSetupServicesRow').count()).toBe(25);
    expect(await findBarriers(page)).toEqual([]);
    await timed('discover', async () => {
      const answered = page.waitForResponse(/setup\/discover/);
      await page.getByTestId('incidentsSetupDiscover').click();
      await answered;
    });

    await timed('map', async () => {
      await page.getByTestId('incidentsSetupNext').click();
      await page.getByTestId('incidentsSetupMapRow').first().waitFor();
    });
    // By patterns, as who has so many would.
    await page.getByTestId('incidentsSetupMappings').getByRole('button').first().click();
    await timed('four patterns', async () => {
      for (const [pattern, team] of [
        ['search*', 'Search'],
        ['frontend*', 'Frontend'],
        ['orders*', 'Orders'],
        ['p*', 'Orders'],
      ] as const) {
        await page.getByTestId('incidentsSetupMappingTeam').selectOption(team);
        await page.getByTestId('incidentsSetupMappingValue').fill(pattern);
        await page.getByTestId('incidentsSetupMappingAdd').click();
        await page.getByTestId('incidentsSetupMappingListRow').filter({ hasText: pattern }).waitFor();
      }
      await page
        .getByTestId('incidentsSetupUnmapped')
        .getByText(/: 1?\d{3} of 2000/)
        .waitFor();
    });
    await page.getByTestId('incidentsSetupMapSearch').fill('payment-09');
    await page.getByTestId('incidentsSetupMap').getByText('payment-09').first().waitFor();

    await timed('thresholds', async () => {
      await page.getByTestId('incidentsSetupNext').click();
      await page.getByTestId('incidentsSetupThresholdsRow').first().waitFor();
    });
    const cell = page.getByTestId('incidentsSetupCell-latency').first();
    await timed('one threshold', async () => {
      await cell.getByTestId('incidentsSetupValue').fill('700');
      await page.keyboard.press('Enter');
      await cell.getByText(/^for /).waitFor();
    });

    await timed('plan', async () => {
      await page.getByTestId('incidentsSetupNext').click();
      await page.getByTestId('incidentsSetupCounts').waitFor();
    });
    await page.getByTestId('incidentsSetupArithmetic').getByText('more than Kibana runs in time').waitFor();
    // One for each service: many rules, so that there is something to interrupt.
    await page.getByTestId('incidentsSetupGrouping').selectOption('single');
    const create = page.getByTestId('incidentsSetupCounts').getByText(/create: \d{4}/);
    await create.waitFor();
    const wanted = Number(/\d+/.exec(await create.innerText())?.[0]);
    expect(wanted).toBeGreaterThan(1_000);
    expect(await findBarriers(page)).toEqual([]);

    await page.getByTestId('incidentsSetupNext').click();
    await page.getByTestId('incidentsSetupStart').click();
    await page
      .getByTestId('incidentsSetupProgress')
      .getByText(/Rules: [1-9]\d* of/)
      .waitFor();
    await page.getByTestId('incidentsSetupStop').click();
    await page.getByTestId('incidentsSetupEnded').getByText('It was stopped').waitFor();
    await page.getByTestId('incidentsSetupStart').waitFor();

    // A reload forgets what was chosen, but not what is written.
    await page.goto(`${stage.preview('high').url}/app/incidents/setup?step=review`);
    await page.getByTestId('incidentsSetupCounts').waitFor();
    await page.getByTestId('incidentsSetupGrouping').selectOption('single');
    await page
      .getByTestId('incidentsSetupCounts')
      .getByText(/keep: [1-9]/)
      .waitFor();
    await page.getByTestId('incidentsSetupNext').click();
    await timed('apply', async () => {
      await page.getByTestId('incidentsSetupStart').click();
      await page.getByTestId('incidentsSetupEnded').getByText('All of it is written').waitFor();
    });
    await page.getByTestId('incidentsSetupLeft').getByText('nothing is left to do').waitFor();
    const answer = await page.request.get(`${stage.preview('high').url}/api/alerting/rules/_find?per_page=1`);
    expect(((await answer.json()) as { readonly total: number }).total).toBe(wanted);

    // Bounds for a busy machine; on a quiet one each is a fraction of it.
    expect(took['discover']).toBeLessThan(10_000);
    for (const what of ['map', 'four patterns', 'thresholds', 'one threshold', 'plan']) {
      expect([what, took[what]]).toEqual([what, expect.any(Number)]);
      expect(took[what]).toBeLessThan(15_000);
    }
    process.stdout.write(`${JSON.stringify(took)}\n`);
  });
});
