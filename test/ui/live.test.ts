import { expect, test } from '@jest/globals';
import { startBackend } from '../harness/backend.ts';
import { step } from '../harness/house.ts';
import { walk } from './browser.ts';
import { Stage } from './stage.ts';

test('after a restart of the backend the page is live again, and shows what happened meanwhile', async () => {
  const stage = await Stage.start({ policy: [step('ada')] }, ['high']);
  const { house } = stage;
  try {
    const id = await house.elastic.fires('there before');
    const beside = await house.another();
    const page = await stage.open('high', '/app/incidents');
    await walk('restart', page, async () => {
      const row = page.getByTestId('incidentsRow');
      await row.filter({ hasText: 'there before' }).waitFor();
      await page.evaluate('window.isTheSame = true');

      const [first] = house.backends.splice(0, 1);
      const port = Number(new URL(house.backend.base).port);
      await first?.stop();
      house.clock.forward(1);
      await house.elastic.posts(house.elastic.active('came meanwhile'), house.sourceApi(beside));
      await house.as('grace').at(beside.base).ok('POST', `/v1/incidents/${id}/acknowledge`);
      const { url: databaseUrl } = house.database;
      const { smtpPort } = house.mailbox.server;
      house.backends.push(await startBackend({ databaseUrl, smtpPort, clock: house.clock, port }));

      await page.getByTestId('incidentsShowNew').waitFor({ timeout: 60_000 });
      await row.filter({ hasText: 'there before' }).getByText('grace').waitFor();
      await page.getByTestId('incidentsShowNew').click();
      await row.filter({ hasText: 'came meanwhile' }).waitFor();

      house.clock.forward(1);
      await house.elastic.fires('came after');
      await page.getByTestId('incidentsShowNew').click();
      await row.filter({ hasText: 'came after' }).waitFor();
      expect(await page.evaluate('window.isTheSame')).toBe(true);
    });
    expect(stage.browser.faults).toEqual([]);
  } finally {
    await stage.stop();
  }
});
