import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Api } from '../harness/api.ts';
import { step } from '../harness/house.ts';
import { findBarriers, walk } from './browser.ts';
import { ENDS, Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start({ policy: [step('ada')] });
});
afterAll(() => stage.stop());
afterEach(() => expect(stage.browser.faults.splice(0)).toEqual([]));

/** How Kibana's post with a token is answered. */
async function post(token: string): Promise<number> {
  const { elastic, backend } = stage.house;
  return (await elastic.tries(elastic.active('posted'), new Api(backend.base, token))).status;
}

describe.each(ENDS)('at the %s end', (end) => {
  test('a source is made and its token rotated: the old one works until it is revoked', async () => {
    const name = `shop ${end}`;
    const page = await stage.open(end, '/app/incidents/sources', { role: 'manager', dark: end === 'low' });
    await walk(`sources-${end}`, page, async () => {
      const url = stage.preview(end).url;
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
      const source = page.getByTestId('incidentsSource').filter({ hasText: name });
      await page.getByTestId('incidentsSourceMake').click();
      await page.getByTestId('incidentsSourceName').fill(name);
      expect(await findBarriers(page)).toEqual([]);
      await page.keyboard.press('Enter');
      await source.getByText('It has no token').waitFor();

      const makeToken = async () => {
        await source.getByTestId('incidentsTokenMake').click();
        const dialog = page.getByTestId('incidentsToken');
        const token = (await dialog.getByTestId('incidentsTokenText').innerText()).trim();
        expect(await dialog.getByRole('group', { name: 'Settings of the connector' }).innerText()).toContain(
          `Password:        ${token}`,
        );
        expect(await dialog.getByRole('group', { name: 'Body for recovered alerts' }).innerText()).toContain(
          '"status": "recovered"',
        );
        expect(await findBarriers(page)).toEqual([]);
        await dialog.getByRole('button', { name: 'Copy' }).first().click();
        expect(await page.evaluate('navigator.clipboard.readText()')).toBe(token);
        await dialog.getByTestId('incidentsTokenDone').click();
        await dialog.waitFor({ state: 'detached' });
        expect(await page.content()).not.toContain(token);
        return token;
      };
      const first = await makeToken();
      stage.house.clock.forward(60);
      const second = await makeToken();
      expect([await post(first), await post(second)]).toEqual([202, 202]);
      const tokens = source.getByTestId('incidentsTokenRow');
      expect(await tokens.count()).toBe(2);
      expect(await source.getByTestId('incidentsTokenMake').isDisabled()).toBe(true);
      expect(await findBarriers(page)).toEqual([]);

      await tokens.last().getByTestId('incidentsTokenRevoke').click();
      expect(await findBarriers(page)).toEqual([]);
      await page.getByTestId('incidentsTokenConfirm').getByTestId('confirmModalConfirmButton').click();
      await tokens.last().getByText('Revoked').waitFor();
      expect([await post(first), await post(second)]).toEqual([401, 202]);
      await page.reload();
      await source.waitFor();
      expect(await page.content()).not.toContain(second);
    });
  });

  test('a heartbeat is expected of a source, changed and taken back; what could not be read is counted there', async () => {
    const { house } = stage;
    await house.elastic.tries('{"broken');
    const page = await stage.open(end, '/app/incidents/sources', { role: 'manager', dark: end === 'high' });
    await walk(`heartbeat-${end}`, page, async () => {
      const source = page.getByTestId('incidentsSource').filter({ hasText: 'kibana' }).first();
      await source.getByTestId('incidentsSourceUnreadable').waitFor();
      await source.getByTestId('incidentsHeartbeatSet').click();
      const dialog = page.getByTestId('incidentsHeartbeatDialog');
      await dialog.getByTestId('incidentsHeartbeatInterval').fill('2');
      expect(await findBarriers(page)).toEqual([]);
      await dialog.getByTestId('incidentsHeartbeatSave').click();
      await dialog.waitFor({ state: 'detached' });
      await source.getByText('a heartbeat every').waitFor();
      const path = `/v1/sources/${house.sourceId}/heartbeat`;
      expect(await house.api.ok('GET', path)).toMatchObject({ interval_seconds: 7_200, grace_seconds: 300 });
      expect(await findBarriers(page)).toEqual([]);

      await source.getByTestId('incidentsHeartbeatSet').click();
      await dialog.getByTestId('incidentsHeartbeatGrace').fill('10');
      await dialog.getByTestId('incidentsHeartbeatSave').click();
      await dialog.waitFor({ state: 'detached' });
      expect(await house.api.ok('GET', path)).toMatchObject({ interval_seconds: 7_200, grace_seconds: 600 });
      await source.getByTestId('incidentsHeartbeatSet').click();
      await dialog.getByTestId('incidentsHeartbeatRemove').click();
      await dialog.waitFor({ state: 'detached' });
      expect((await house.api.call('GET', path)).status).toBe(404);

      await source.getByTestId('incidentsSourceUnreadable').click();
      await page.getByTestId('incidentsLedgerRow').first().waitFor();
      expect(await page.getByTestId('incidentsLedgerRow').first().innerText()).toContain('Unreadable');
      expect(await page.getByTestId('incidentsLedgerUnreadable').getAttribute('aria-pressed')).toBe('true');
      expect(await findBarriers(page)).toEqual([]);
    });
  });

  test('a responder sees the sources, and is offered neither tokens nor a new one', async () => {
    const page = await stage.open(end, '/app/incidents/sources', { role: 'responder', dark: end === 'high' });
    await walk(`sources-responder-${end}`, page, async () => {
      await page.getByTestId('incidentsSource').filter({ hasText: 'kibana' }).first().waitFor();
      for (const offered of ['incidentsSourceMake', 'incidentsTokenMake', 'incidentsTokenRow']) {
        expect(await page.getByTestId(offered).count()).toBe(0);
      }
      const call = `fetch('/internal/incidents/sources', {
        method: 'POST', headers: { 'kbn-xsrf': 'a', 'content-type': 'application/json' }, body: '{"name":"mine"}',
      }).then(({ status }) => status)`;
      expect(await page.evaluate(call)).toBe(403);
      expect(await findBarriers(page)).toEqual([]);
    });
  });
});
