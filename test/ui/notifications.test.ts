import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { TemplateDetail } from 'incident-core';
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

const stored = async (channel: string) =>
  (await stage.house.api.ok<TemplateDetail>('GET', `/v1/templates/${channel}/triggered`)).for_all;

describe.each(ENDS)('at the %s end', (end) => {
  test('the log says what was sent to whom; filters and pages stand in the address', async () => {
    for (let count = 0; count < 52; count += 1) await stage.house.elastic.fires(`alert ${count} of ${end}`);
    await stage.house.settles();
    const guest = { role: 'viewer', dark: end === 'high' } as const;
    const page = await stage.open(end, '/app/incidents/notifications?tab=log', guest);
    await walk(`log-${end}`, page, async () => {
      const rows = page.getByTestId('incidentsLogRow');
      await page.getByTestId('incidentsLogOlder').waitFor();
      expect(await page.title()).toContain('Notifications');
      expect(await findBarriers(page)).toEqual([]);
      await rows.first().getByTestId('incidentsLogDetails').click();
      await page.getByTestId('incidentsLogDetail').getByText('sent').first().waitFor();
      expect(await page.getByTestId('incidentsLogDetail').innerText()).toMatch(/in \d+ ms/);
      expect(await findBarriers(page)).toEqual([]);
      const first = await rows.first().innerText();
      await page.getByTestId('incidentsLogOlder').click();
      await page.getByTestId('incidentsLogNewest').waitFor();
      expect(new URL(page.url()).searchParams.get('cursor')).not.toBeNull();
      await page.goBack();
      await page.getByTestId('incidentsLogNewest').waitFor({ state: 'detached' });
      expect(await rows.first().innerText()).toBe(first);

      await page.getByTestId('incidentsLogStatus').click();
      await page.getByTestId('incidentsLogStatus-failed').click();
      await page.getByTestId('incidentsEmpty').getByText('Nothing was sent').waitFor();
      expect(new URL(page.url()).searchParams.get('status')).toBe('failed');
      await page.keyboard.press('Escape');
      await page.reload();
      await page.getByTestId('incidentsFaceAction').click();
      await rows.first().waitFor();
      expect(new URL(page.url()).search).toBe('?tab=log');
    });
  });

  test('a template is tried while it is written; what is wrong stands beside it; it is saved and taken back', async () => {
    const guest = { role: 'manager', dark: end === 'low' } as const;
    const page = await stage.open(end, '/app/incidents/notifications?tab=templates&channel=sms', guest);
    await walk(`templates-${end}`, page, async () => {
      const text = page.getByTestId('incidentsTemplate-text');
      const preview = page.getByTestId('incidentsTemplateText');
      await preview.waitFor();
      expect(await page.getByTestId('incidentsTemplateSave').isDisabled()).toBe(true);
      expect(await findBarriers(page)).toEqual([]);
      await text.fill('Wake up: {{ title | upcase }}');
      await preview.getByText(/Wake up: [A-Z]/).waitFor();
      await text.fill('Wake up: {{ titel }}');
      await page.getByTestId('incidentsTemplateFaulty').waitFor();
      await page
        .getByText(/line 1/)
        .first()
        .waitFor();
      expect(await findBarriers(page)).toEqual([]);
      expect(await stored('sms')).toBeNull();

      await text.fill('Wake up: {{ title }}');
      await preview.getByText('Wake up:').waitFor();
      await page.getByTestId('incidentsTemplateSave').click();
      await page.getByTestId('incidentsTemplateReset').waitFor();
      expect((await stored('sms'))?.parts).toEqual({ text: 'Wake up: {{ title }}' });
      await page.getByTestId('incidentsTemplateReset').click();
      await page.getByTestId('incidentsTemplateReset').waitFor({ state: 'detached' });
      expect(await stored('sms')).toBeNull();

      await page.getByTestId('incidentsTemplateChannel').selectOption('email');
      await page.frameLocator('iframe').locator('h1').waitFor();
      expect(await findBarriers(page)).toEqual([]);
    });
  });

  test('a responder reads templates, and changes none', async () => {
    const guest = { user: 'ada', role: 'responder', dark: end === 'high' } as const;
    const page = await stage.open(end, '/app/incidents/notifications?tab=templates', guest);
    await walk(`templates-responder-${end}`, page, async () => {
      await page.getByTestId('incidentsTemplate-subject').waitFor();
      expect(await page.getByTestId('incidentsTemplate-subject').getAttribute('readonly')).not.toBeNull();
      expect(await page.getByTestId('incidentsTemplateSave').count()).toBe(0);
      expect(await findBarriers(page)).toEqual([]);
    });
  });
});
