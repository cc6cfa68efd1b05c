import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { step } from '../harness/house.ts';
import { findBarriers, walk } from './browser.ts';
import { ENDS, Stage } from './stage.ts';

// These are long walks.
jest.setTimeout(180_000);

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start({ policy: [step('ada')] });
}, 120_000);
afterAll(() => stage.stop());
afterEach(() => expect(stage.browser.faults.splice(0)).toEqual([]));

describe.each(ENDS)('at the %s end', (end) => {
  test('an incident is opened by hand, its team is told, and the alert about the same is merged into it', async () => {
    const { house } = stage;
    const title = `customers cannot pay ${end}`;
    const page = await stage.open(end, '/app/incidents', { user: 'ada', role: 'responder', dark: end === 'high' });
    await walk(`by-hand-${end}`, page, async () => {
      await page.getByTestId('incidentsOpen').click();
      const flyout = page.getByTestId('incidentsOpenFlyout');
      await flyout.getByTestId('incidentsOpenSave').click();
      await flyout.getByText('Say it in a few words').waitFor();
      await flyout.getByTestId('incidentsOpenTitle').fill(title);
      await flyout.getByTestId('incidentsOpenSeverity').selectOption('critical');
      await flyout.getByTestId('incidentsOpenService').fill(`pay-${end}`);
      await flyout.getByTestId('incidentsOpenTeam').selectOption({ label: 'Payments' });
      expect(await findBarriers(page)).toEqual([]);
      await flyout.getByTestId('incidentsOpenSave').click();
      await page.getByTestId('incidentsFacts').waitFor();
      await page.getByText(title).first().waitFor();
      await house.settles();
      house.mailbox.expect('ada', title);
      expect(await findBarriers(page)).toEqual([]);
      const opened = (await house.incidents()).find((incident) => incident.title === title);
      expect(opened).toMatchObject({ severity: 'critical', service: `pay-${end}`, team_id: house.teamId });

      const alert = await house.elastic.fires(`payments time out ${end}`, { service: `pay-${end}` });
      await page.goto(`${stage.preview(end).url}/app/incidents/${alert}`);
      await page.getByTestId('incidentsMoreActions').click();
      await page.getByTestId('incidentsChange-merge').click();
      await page.getByTestId('incidentsMergeSearch').fill(`customers cannot pay ${end}`);
      const option = page.getByRole('option').filter({ hasText: title });
      await option.waitFor();
      await page.getByTestId('incidentsMergeSearch').press('ArrowDown');
      expect(await findBarriers(page)).toEqual([]);
      await option.click();
      await page.getByTestId('incidentsMergedInto').getByText(title).waitFor();
      await page.getByTestId('incidentsFacts').getByText('Resolved').first().waitFor();
      expect(await house.incident(alert)).toMatchObject({ status: 'resolved', merged_into: { id: opened?.id } });
      expect(await findBarriers(page)).toEqual([]);
    });
  });

  test('several are merged at once: one stays, and the others say into which', async () => {
    const { house } = stage;
    const ids = [
      await house.elastic.fires(`slow shard one ${end}`),
      await house.elastic.fires(`slow shard two ${end}`),
      await house.elastic.fires(`slow shard three ${end}`),
    ];
    const page = await stage.open(end, '/app/incidents', { user: 'ada', role: 'responder', dark: end === 'low' });
    await walk(`merge-${end}`, page, async () => {
      for (const id of ids) await page.getByTestId(`checkboxSelectRow-${id}`).check();
      await page.getByTestId('incidentsBulk-merge').click();
      const dialog = page.getByTestId('incidentsMergeDialog');
      await dialog.getByText(`slow shard two ${end}`).click();
      expect(await findBarriers(page)).toEqual([]);
      await dialog.getByTestId('confirmModalConfirmButton').click();
      await dialog.waitFor({ state: 'detached' });
      await page.locator('.euiToast').first().waitFor();
      const merged = await Promise.all(ids.map((id) => house.incident(id)));
      expect(merged.map(({ merged_into }) => merged_into?.id ?? null)).toEqual([ids[1], null, ids[1]]);
      expect(merged[1]?.merged).toHaveLength(2);
      await page.goto(`${stage.preview(end).url}/app/incidents/${ids[1]}`);
      await page.getByText(`slow shard three ${end}`).first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
    });
  });
});
