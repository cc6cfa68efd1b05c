import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { step } from '../harness/house.ts';
import { findBarriers, walk } from './browser.ts';
import { ENDS, Stage } from './stage.ts';

/** What each sample comes to, as the first thing that is said of it. */
const SAMPLES = [
  ['active', 'Latency of checkout'],
  ['unreadable', 'Cannot be read as an alert'],
  ['critical', 'Failed transactions are 62 %'],
  ['recovered', 'Read as an alert that has recovered'],
] as const;

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start({ policy: [step('ada'), step('grace').after(60).waits(600)] });
  const { api, catchAllTeamId } = stage.house;
  await api.ok('POST', '/v1/routing-rules', { matchers: { service: ['mail*'] }, team_id: catchAllTeamId, position: 1 });
});
afterAll(() => stage.stop());
afterEach(() => expect(stage.browser.faults.splice(0)).toEqual([]));

describe.each(ENDS)('at the %s end', (end) => {
  test('a payload is pasted, and its way to who would be told is read; nothing has happened', async () => {
    const page = await stage.open(end, '/app/incidents/dry-run', { role: 'responder', dark: end === 'high' });
    await walk(`dry-run-${end}`, page, async () => {
      await page.getByText('Nothing tried yet').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      const before = await stage.house.count('incidents');
      const body = JSON.stringify(stage.house.elastic.active('disk full', { severity: 'critical' }), null, 2);
      await page.getByTestId('incidentsDryRunPayload').fill(body);
      await page.getByTestId('incidentsDryRunSend').click();
      await page.getByText('Opens a new incident').waitFor();
      await page.getByText('What the routing rules say').click();
      expect(await page.getByTestId('incidentsDryRunRule').first().innerText()).toContain('is for other services');
      await page.getByTestId('incidentsSimulated').getByText('Everyone').first().waitFor();
      expect(await findBarriers(page)).toEqual([]);

      for (const [sample, said] of SAMPLES) {
        await page.getByTestId(`incidentsDryRunSample-${sample}`).click();
        await page.getByText(said).first().waitFor();
      }
      await page.getByTestId('incidentsDryRunSample-two').click();
      await page.getByText('Alert 2 of 2').waitFor();
      expect(await page.getByTestId('incidentsDryRunAround').first().innerText()).toContain('does not group alerts');
      expect(await findBarriers(page)).toEqual([]);

      await page.getByTestId('incidentsDryRunPayload').fill('{"broken');
      await page.getByTestId('incidentsDryRunSend').click();
      await page.getByText('Cannot be read as an alert').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      expect(await stage.house.count('incidents')).toBe(before);
    });
  });
});
