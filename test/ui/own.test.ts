import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { ContactMethodAnswer, PreferencesAnswer, UserAnswer } from 'incident-core';
import type { Page } from 'playwright-core';
import { step } from '../harness/house.ts';
import { list, prefers } from '../harness/preferences.ts';
import { findBarriers, walk } from './browser.ts';
import { ENDS, Stage } from './stage.ts';

// These are long walks.
jest.setTimeout(180_000);

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start({ policy: [step('ada')], reachable: true });
}, 120_000);
afterAll(() => stage.stop());
afterEach(() => expect(stage.browser.faults.splice(0)).toEqual([]));

const AT = '/app/incidents/notifications?tab=';

/** Somebody of their own for each walk, so that none finds what another has left. */
async function newcomer(username: string, ...channels: readonly ['email' | 'slack', string][]): Promise<string> {
  const { api, teamId } = stage.house;
  const { id } = await api.ok<UserAnswer>('POST', '/v1/users', { name: username, username, team_ids: [teamId] });
  await api.ok('PUT', `/v1/users/${id}/roles`, { roles: [{ role: 'responder', team_id: null }] });
  for (const [channel, address] of channels) {
    await api.ok('POST', `/v1/users/${id}/contact-methods`, { channel, address, verified: true });
  }
  return id;
}

async function methodsOf(id: string): Promise<readonly ContactMethodAnswer[]> {
  return (await stage.house.api.ok<UserAnswer>('GET', `/v1/users/${id}`)).contact_methods;
}
const addressesOf = async (id: string) => (await methodsOf(id)).map(({ address }) => address);
const preferencesOf = (id: string) => stage.house.api.ok<PreferencesAnswer>('GET', `/v1/users/${id}/preferences`);

const method = (page: Page, address: string) =>
  page.getByTestId('incidentsMethod').filter({ has: page.getByText(address, { exact: true }) });

/** A button that is on its way back from being busy has colours that are neither. */
const enabled = (page: Page, subject: string) => page.locator(`[data-test-subj=${subject}]:enabled`);

/** The code that a mail or an SMS has brought. */
function codeIn(text: string | null): string {
  const code = /\b(\d{6})\b/.exec(text ?? '')?.[1];
  if (code === undefined) throw new Error(`no code in: ${text}`);
  return code;
}

describe.each(ENDS)('at the %s end', (end) => {
  test('somebody adds an address, verifies it by its code, is paged there, and arranges and removes addresses', async () => {
    const username = `mira-${end}`;
    const id = await newcomer(username);
    const address = `${username}@example.com`;
    const phone = end === 'low' ? '+4915112345678' : '+4915112345679';
    const guest = { user: username, role: 'responder', dark: end === 'high' } as const;
    const page = await stage.open(end, `${AT}methods`, guest);
    await walk(`methods-${end}`, page, async () => {
      await page.getByText('You cannot be told').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      expect(await page.getByTestId('incidentsMethodAdd').isDisabled()).toBe(true);

      await page.getByTestId('incidentsMethodAddress').fill('not an address');
      await page.keyboard.press('Enter');
      await page.getByTestId('incidentsRefusal').waitFor();
      expect(await page.getByTestId('incidentsMethodAddress').inputValue()).toBe('not an address');
      expect(await findBarriers(page)).toEqual([]);
      expect(await methodsOf(id)).toEqual([]);

      await page.getByTestId('incidentsMethodAddress').fill(` ${address} `);
      await page.keyboard.press('Enter');
      const mail = method(page, address);
      await mail.getByText('Not verified: not used').waitFor();
      expect(await page.getByTestId('incidentsRefusal').count()).toBe(0);
      await mail.getByTestId('incidentsVerifySend').click();
      await mail.getByTestId('incidentsVerifyCode').waitFor();
      await stage.house.settles();
      const code = codeIn(stage.house.mailbox.expect(username, 'Your code for Incidents').text);
      await mail.getByTestId('incidentsVerifyCode').fill(code === '000000' ? '111111' : '000000');
      await mail.getByTestId('incidentsVerifyConfirm').click();
      await mail.getByTestId('incidentsVerifyRefused').waitFor();
      await enabled(page, 'incidentsVerifySend').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await mail.getByTestId('incidentsVerifyCode').fill(` ${code.slice(0, 3)} ${code.slice(3)}`);
      await page.keyboard.press('Enter');
      await mail.getByText('Verified', { exact: true }).waitFor();
      expect(await mail.getByTestId('incidentsVerifyCode').count()).toBe(0);

      await mail.getByTestId('incidentsPageMe').click();
      await mail.getByTestId('incidentsPageTest').getByText('On its way').waitFor();
      await stage.house.settles();
      await mail.getByTestId('incidentsPageTest').getByText('The provider has taken it').waitFor();
      stage.house.mailbox.expect(username, 'Nothing is wrong');
      expect(await findBarriers(page)).toEqual([]);

      await page.getByTestId('incidentsMethodChannel').selectOption('sms');
      await page.getByTestId('incidentsMethodAddress').fill(phone);
      await page.getByTestId('incidentsMethodAdd').click();
      const sms = method(page, phone);
      await sms.getByTestId('incidentsPageMe').click();
      await sms.getByTestId('incidentsPageTest').getByText('On its way').waitFor();
      await stage.house.settles();
      await sms.getByText('a receipt is awaited').waitFor();
      stage.house.twilio.expect('sms', phone, 'Nothing is wrong');

      await sms.getByRole('button', { name: /Move .* up/ }).click();
      await page.getByTestId('incidentsMethod').first().getByText(phone).waitFor();
      expect(await addressesOf(id)).toEqual([phone, address]);
      await method(page, address).getByTestId('incidentsOrderRemove').click();
      await page.getByRole('alertdialog').getByText('Delete').first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.getByRole('alertdialog').getByRole('button', { name: 'Keep it' }).click();
      expect(await addressesOf(id)).toHaveLength(2);
      await method(page, address).getByTestId('incidentsOrderRemove').click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
      await method(page, address).waitFor({ state: 'detached' });
      expect(await addressesOf(id)).toEqual([phone]);
    });
  });

  test('somebody says how they want to be told; what cannot be is said where it stands, and what is wrong is refused', async () => {
    const username = `nils-${end}`;
    const id = await newcomer(username, ['email', `${username}@example.com`]);
    const guest = { user: username, role: 'responder', dark: end === 'low' } as const;
    const page = await stage.open(end, `${AT}preferences`, guest);
    const save = page.getByTestId('incidentsPreferencesSave');
    const line = (urgency: string, channel: string) => page.getByTestId(`incidentsPrefer-${urgency}-${channel}`);
    await walk(`preferences-${end}`, page, async () => {
      await page.getByText('You have not said how you want to be told').waitFor();
      expect(await page.getByTestId('incidentsPreferProblem').count()).toBe(0);
      expect(await save.isDisabled()).toBe(true);
      expect(await page.getByTestId('incidentsPrefer-lowAdd-voice').count()).toBe(0);
      expect(await findBarriers(page)).toEqual([]);

      await line('high', 'sms').getByTestId('incidentsOrderRemove').click();
      await page.getByTestId('incidentsPrefer-highAdd-voice').click();
      await page.getByTestId('incidentsPrefer-highDelay-voice').fill('5');
      await line('high', 'email')
        .getByRole('button', { name: /Move .* up/ })
        .click();
      await page.getByTestId('incidentsQuietHours').click();
      await page.getByTestId('incidentsQuietFrom').fill('21:30');
      await page.getByTestId('incidentsWorkingDays').click();
      await page.getByTestId('incidentsWeekday-friday').click();
      await page.getByTestId('incidentsStatusUpdates').click();
      expect(await findBarriers(page)).toEqual([]);
      await save.click();
      await line('high', 'voice').getByText('no verified contact method').waitFor();
      expect(await save.isDisabled()).toBe(true);
      expect(await preferencesOf(id)).toMatchObject({
        is_default: false,
        high: list('email 0', 'slack 0', 'voice 300'),
        low: list('slack 0', 'email 0'),
        quiet_hours: { from: '21:30', until: '07:00' },
        working_days: ['monday', 'tuesday', 'wednesday', 'thursday'],
        status_updates: true,
      });
      expect(await findBarriers(page)).toEqual([]);

      await page.getByTestId('incidentsPrefer-highDelay-email').fill('10');
      await line('high', 'voice').getByText('Not before the one above it').waitFor();
      await page.getByTestId('incidentsQuietUntil').fill('21:30');
      await page.getByText('Two different times of day').waitFor();
      await save.click();
      const refusal = page.getByTestId('incidentsRefusal');
      await refusal.getByText('What is urgent, Slack: expected at least 600').waitFor();
      await enabled(page, 'incidentsPreferencesSave').waitFor();
      expect(await page.getByTestId('incidentsPrefer-highDelay-email').inputValue()).toBe('10');
      expect(await findBarriers(page)).toEqual([]);
      expect(await preferencesOf(id)).toMatchObject({ high: list('email 0', 'slack 0', 'voice 300') });

      await page.reload();
      await page.getByTestId('incidentsQuietFrom').waitFor();
      expect(await page.getByTestId('incidentsQuietFrom').inputValue()).toBe('21:30');
      await page.getByTestId('incidentsQuietHours').click();
      await page.getByTestId('incidentsQuietFrom').waitFor({ state: 'detached' });
      await Promise.all([page.waitForResponse((answer) => answer.request().method() === 'PUT'), save.click()]);
      expect((await preferencesOf(id)).quiet_hours).toBeNull();
    });
  });

  test('who may only look sees both, and is offered nothing that would be refused', async () => {
    const username = `olga-${end}`;
    const id = await newcomer(username, ['slack', `U0OLGA${end.toUpperCase()}`]);
    await prefers(stage.house, username, { quiet_hours: { from: '22:00', until: '06:00' } }, id);
    const guest = { user: username, role: 'viewer', width: 768, dark: end === 'high' } as const;
    const page = await stage.open(end, `${AT}methods`, guest);
    await walk(`own-viewer-${end}`, page, async () => {
      await page.getByTestId('incidentsMethod').getByText('Verified').waitFor();
      for (const subject of ['incidentsMethodAdd', 'incidentsPageMe', 'incidentsOrderRemove']) {
        expect(await page.getByTestId(subject).count()).toBe(0);
      }
      expect(await findBarriers(page)).toEqual([]);
      await page.getByTestId('incidentsTab-preferences').click();
      await page.getByTestId('incidentsQuietFrom').waitFor();
      expect(await page.getByTestId('incidentsQuietFrom').isDisabled()).toBe(true);
      expect(await page.getByTestId('incidentsPreferencesSave').count()).toBe(0);
      expect(await findBarriers(page)).toEqual([]);
    });
  });
});
