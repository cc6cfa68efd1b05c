import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { linkIn } from '../harness/callbacks.ts';
import { House, step } from '../harness/house.ts';
import { Browser, findBarriers, walk, type Guest } from './browser.ts';

const PHONE: Guest = { width: 360, height: 740 };
const LONG = `Latency of checkout is 2.4 s ${'with_no_place_to_break_'.repeat(6)} <script>alert(1)</script>`;

let house: House;
let browser: Browser;
beforeAll(async () => {
  browser = await Browser.start();
});
beforeEach(async () => {
  house = await House.start({ policy: [step('ada')], reachable: true });
});
afterEach(async () => {
  await house.stop();
  expect(browser.faults.splice(0)).toEqual([]);
});
afterAll(() => browser.stop());

async function sent(title = 'disk full'): Promise<{ readonly incident: string; readonly url: string }> {
  const incident = await house.elastic.fires(title);
  await house.settles();
  return { incident, url: `${house.api.base}${linkIn(house.mailbox.expect('ada').text ?? '')}` };
}

/** Nothing of the page is wider than the phone. */
const isNarrow = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= window.innerWidth');

describe.each(['light', 'dark'] as const)('in %s', (prefers) => {
  test('the page fits a phone, in each state, without a barrier', async () => {
    const { incident, url } = await sent(LONG);
    const page = await browser.open(url, { ...PHONE, prefers });
    await walk(`answer-page-${prefers}`, page, async () => {
      const looks = async () => {
        expect(await isNarrow(page)).toBe(true);
        expect(await findBarriers(page)).toEqual([]);
      };
      expect(await page.locator('h1').textContent()).toContain('<script>alert(1)</script>');
      await looks();
      await page.locator('summary', { hasText: 'Resolve' }).click();
      await looks();
      await page.getByRole('button', { name: 'Acknowledge' }).click();
      await page.getByText('Acknowledged by ada').first().waitFor();
      await looks();
      await house.resolve(incident, 'grace');
      await page.reload();
      await page.getByText('Resolved by a responder').first().waitFor();
      await looks();
    });
  });
});

test('without scripts, and with the keyboard alone, an incident is acknowledged, started and resolved', async () => {
  const { incident, url } = await sent();
  const page = await browser.open(url, { ...PHONE, scripts: false });
  await walk('answer-page-keyboard', page, async () => {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('status').waitFor();
    expect(await page.getByRole('status').textContent()).toBe('Done.');
    expect((await house.incident(incident)).status).toBe('acknowledged');
    await page.getByRole('button', { name: 'Start work' }).press('Enter');
    await page.getByText('In progress by ada').first().waitFor();
    await page.locator('summary', { hasText: 'Resolve' }).press('Enter');
    await page.getByRole('button', { name: 'Yes, #1 is over' }).press('Enter');
    await page.getByText('Resolved by a responder').first().waitFor();
    expect((await house.incident(incident)).status).toBe('resolved');
    expect(await page.getByRole('button').count()).toBe(0);
  });
});

test('every button is large enough for a thumb', async () => {
  const { url } = await sent();
  const page = await browser.open(url, PHONE);
  await walk('answer-page-thumb', page, async () => {
    for (const control of await page.locator('button:visible, summary').all()) {
      const box = await control.boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(48);
      expect(box?.width).toBeGreaterThanOrEqual(300);
    }
  });
});

test('what an alert says is shown as it stands and never run, and the page keeps to its own policy', async () => {
  const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script>"><svg onload=alert(3)>';
  const incident = await house.elastic.fires(hostile, { reason: hostile, service: hostile, environment: hostile });
  await house.as('ada').ok('POST', `/v1/incidents/${incident}/notes`, { text: hostile });
  await house.settles();
  const url = `${house.api.base}${linkIn(house.mailbox.expect('ada').text ?? '')}`;
  const page = await browser.open('about:blank', PHONE);
  const dialogs: string[] = [];
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('request', (request) => asked.push(request.url()));
  await walk('answer-page-hostile', page, async () => {
    const answer = await page.goto(url);
    expect(answer?.headers()).toMatchObject({
      'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'sha256-/),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': expect.stringMatching(/DENY|SAMEORIGIN/),
      'strict-transport-security': expect.stringContaining('max-age='),
    });
    expect(await page.locator('h1').textContent()).toContain('<script>alert(2)</script>');
    expect(await page.locator('script, img, svg, iframe, [onerror], [onload]').count()).toBe(0);
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText('Acknowledged by ada').first().waitFor();
    expect(dialogs).toEqual([]);
    expect(asked.filter((each) => !each.startsWith(house.api.base))).toEqual([]);
  });
});
