import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { step } from '../harness/house.ts';
import { findBarriers, walk } from './browser.ts';
import { brokenOff, otherVersion, unknownToken, webPage } from './gate.ts';
import { ENDS, Stage } from './stage.ts';

// Some walk through all pages, one after another.
jest.setTimeout(600_000);

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start({ policy: [step('ada')] }, ENDS, '5s');
});
afterAll(() => stage.stop());
afterEach(async () => {
  stage.gate.wait = 0;
  await stage.gate.returns();
  stage.gate.turns(null);
  expect(stage.browser.faults.splice(0)).toEqual([]);
});

const toast = (page: Page, text: string | RegExp) => page.locator('.euiToast').filter({ hasText: text });
/** What reaches beyond the window so that the page can be pushed sideways. */
const TOO_WIDE = `document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('*')]
  .filter((element) => element.getBoundingClientRect().right > innerWidth)
  .map(({ tagName, className, textContent }) => [tagName, String(className), textContent.slice(0, 40)].join(' '))`;
const internal = '**/internal/incidents/**';
/** Every page that navigation leads to; the dry run has nothing to show before it is asked. */
async function listPages(page: Page): Promise<readonly string[]> {
  const links = 'nav a[href^="/app/incidents"]';
  await page.locator(links).first().waitFor();
  const listed = `[...document.querySelectorAll('${links}')].map((link) => link.getAttribute('href'))`;
  const found = await page.evaluate<readonly string[]>(listed);
  const pages = [...new Set(found)].filter((href) => !href.endsWith('/dry-run'));
  expect(pages.length).toBeGreaterThan(11);
  return pages;
}

describe('the backend, when a page opens', () => {
  test('the page says what is wrong with it, and is there once it is mended', async () => {
    await stage.house.elastic.fires('queue stuck');
    await stage.gate.leaves();
    const page = await stage.open('low', '/app/incidents', { dark: true });
    await walk('away', page, async () => {
      const face = page.getByTestId('incidentsBackendAway');
      await face.getByText('cannot be reached').waitFor();
      await page.getByRole('button', { name: 'Incidents: the backend does not answer' }).waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await stage.gate.returns();
      for (const [conduct, said] of [
        [brokenOff, 'broke off before its answer was there'],
        [webPage, 'is not one'],
        [unknownToken, 'refuses the token'],
        [otherVersion, 'of a version that this plugin does not fit'],
      ] as const) {
        stage.gate.turns(conduct);
        await page.getByTestId('incidentsRetry').click();
        await face.getByText(said).waitFor();
      }
      stage.gate.turns(null);
      await page.getByTestId('incidentsRetry').click();
      await page.getByTestId('incidentsRow').filter({ hasText: 'queue stuck' }).waitFor();
    });
  });

  test('is gone: every page has a face for it', async () => {
    const id = await stage.house.elastic.fires('disk full');
    stage.gate.turns(brokenOff);
    const page = await stage.open('high', `/app/incidents/${id}`);
    await walk('away-everywhere', page, async () => {
      const tabs = ['people', 'routing'].map((tab) => `/app/incidents/teams?tab=${tab}`);
      // The rule setup begins with what Elasticsearch knows.
      const pages = (await listPages(page)).filter((path) => !path.endsWith('/setup'));
      for (const path of [`/app/incidents/${id}`, ...pages, ...tabs]) {
        await page.goto(`${stage.preview('high').url}${path}`);
        await page.getByTestId('incidentsBackendAway').first().waitFor();
        expect(await findBarriers(page)).toEqual([]);
      }
      await page.getByTestId('incidentsHeaderControl').click();
      await page.getByTestId('incidentsSidebar').getByTestId('incidentsBackendAway').waitFor();
    });
  });

  test('is slow: something is there to see at once, and the answer after it', async () => {
    await stage.house.elastic.fires('slow disk');
    stage.gate.wait = 1_500;
    const page = await stage.open('high', '/app/incidents', { dark: true });
    await walk('slow', page, async () => {
      await page.getByRole('status', { name: 'Loading' }).waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.getByTestId('incidentsRow').first().waitFor();
      expect(await page.getByRole('status', { name: 'Loading' }).count()).toBe(0);
    });
  });

  test('is slower than anybody waits: the page says so', async () => {
    await stage.house.elastic.fires('slower than slow');
    stage.gate.wait = 6_500;
    const page = await stage.open('low', '/app/incidents');
    await walk('too-slow', page, async () => {
      await page.getByTestId('incidentsBackendAway').getByText('did not answer in time').waitFor();
      stage.gate.wait = 0;
      await page.getByTestId('incidentsRetry').click();
      await page.getByTestId('incidentsRow').first().waitFor();
    });
  });
});

describe('nothing that somebody has written or asked for is lost', () => {
  test('the backend goes before the click: it says so, the note stays, and is written once when it is back', async () => {
    const id = await stage.house.elastic.fires('cart fails');
    const page = await stage.open('low', `/app/incidents/${id}`);
    await walk('gone-in-mid-action', page, async () => {
      const note = page.getByTestId('incidentsNote');
      await note.fill('The disk is on order.');
      await stage.gate.leaves();
      await page.getByTestId('incidentsNoteSend').click();
      await toast(page, 'The note is not in the timeline yet').getByText('cannot be reached').waitFor();
      expect(await note.inputValue()).toBe('The disk is on order.');
      await page.getByTestId('incidentsAction-acknowledge').click();
      await toast(page, /^.*#\d+ is as it was/)
        .getByText('cannot be reached')
        .waitFor();
      expect(await findBarriers(page)).toEqual([]);

      await stage.gate.returns();
      await page.getByTestId('incidentsNoteSend').click();
      await page.getByTestId('incidentsTimeline').getByText('The disk is on order.').waitFor();
      expect(await note.inputValue()).toBe('');
      expect(await stage.house.entries(id, 'note')).toHaveLength(1);
      await page.getByTestId('incidentsAction-acknowledge').click();
      await page.getByTestId('incidentsAction-acknowledge').waitFor({ state: 'detached' });
    });
  });

  test('the session ends before the click: it says so, and the note is there after the next login', async () => {
    const id = await stage.house.elastic.fires('mail fails');
    const page = await stage.open('high', `/app/incidents/${id}`);
    await walk('session-over', page, async () => {
      const note = page.getByTestId('incidentsNote');
      await note.fill('Half a note');
      const refusal = { statusCode: 401, error: 'Unauthorized', message: 'Unauthorized' };
      await page.route(internal, (route) => route.fulfill({ status: 401, json: refusal }));
      await page.getByTestId('incidentsNoteSend').click();
      await toast(page, 'Your session in Kibana has ended').waitFor();
      await page.getByTestId('incidentsAction-acknowledge').click();
      await toast(page, 'is as it was').getByText('Your session in Kibana has ended').waitFor();

      await page.reload();
      await page.getByTestId('incidentsSessionOver').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.unroute(internal);
      await page.getByTestId('incidentsFaceAction').click();
      await note.waitFor();
      expect(await note.inputValue()).toBe('Half a note');
      expect((await stage.house.incident(id)).status).toBe('triggered');
    });
  });

  test('a note for one incident does not become one for another that is opened over it', async () => {
    const [one, other] = [await stage.house.elastic.fires('first of two'), await stage.house.elastic.fires('second')];
    const page = await stage.open('high', `/app/incidents/${one}`);
    await walk('draft', page, async () => {
      await page.getByTestId('incidentsNote').fill('About the first');
      await page.getByTestId('incidentsHeaderControl').click();
      await page
        .getByTestId('incidentsSidebar')
        .getByRole('button', { name: /second/ })
        .click();
      await page.getByTestId('incidentsSidebarOpen').click();
      await page.getByRole('heading', { level: 1, name: /second/ }).waitFor();
      expect(new URL(page.url()).pathname).toBe(`/app/incidents/${other}`);
      expect(await page.getByTestId('incidentsNote').inputValue()).toBe('');
      await page.goBack();
      await page.getByRole('heading', { level: 1, name: /first of two/ }).waitFor();
      expect(await page.getByTestId('incidentsNote').inputValue()).toBe('About the first');
    });
  });
});

test('a space that the user may not enter: a face that says so', async () => {
  const page = await stage.open('low', '/app/home', { dark: true });
  await walk('forbidden', page, async () => {
    const refusal = { statusCode: 403, error: 'Forbidden', message: 'Forbidden' };
    await page.route(internal, (route) => route.fulfill({ status: 403, json: refusal }));
    await page.goto(`${stage.preview('low').url}/app/incidents`);
    for (const path of await listPages(page)) {
      await page.goto(`${stage.preview('low').url}${path}`);
      await page.getByTestId('incidentsForbidden').getByText('in this space').first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
    }
  });
});

describe('two at once', () => {
  test('who comes second sees whose it is, and takes nothing over without being asked', async () => {
    const id = await stage.house.elastic.fires('held by grace');
    const page = await stage.open('high', `/app/incidents/${id}`);
    await walk('second', page, async () => {
      await page.getByTestId('incidentsAction-acknowledge').waitFor();
      await stage.house.acknowledge(id, 'grace');
      await page.getByTestId('incidentsAction-acknowledge').click();
      const question = page.getByTestId('incidentsConflict');
      await question.getByText(/grace.* holds #\d+ since/).waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await question.getByTestId('confirmModalCancelButton').click();
      expect((await stage.house.incident(id)).assignee?.name).toBe('grace');
      expect(await stage.house.kinds(id)).not.toContain('taken_over');
      await page.getByTestId('incidentsFacts').getByText('grace').waitFor();
    });
  });

  test('at the same moment: one holds it, and both see who', async () => {
    const id = await stage.house.elastic.fires('race');
    const [ada, grace] = [
      await stage.open('low', `/app/incidents/${id}`, { user: 'ada', role: 'responder' }),
      await stage.open('high', `/app/incidents/${id}`, { user: 'grace', role: 'responder' }),
    ];
    await walk('race-ada', ada, () =>
      walk('race-grace', grace, async () => {
        await Promise.all([ada, grace].map((page) => page.getByTestId('incidentsAction-acknowledge').waitFor()));
        await Promise.all([ada, grace].map((page) => page.getByTestId('incidentsAction-acknowledge').click()));
        for (const page of [ada, grace]) {
          await page.getByRole('button', { name: 'Acknowledge', exact: true }).waitFor({ state: 'detached' });
        }
        const holder = (await stage.house.incident(id)).assignee?.name ?? 'nobody';
        for (const page of [ada, grace]) await page.getByTestId('incidentsFacts').getByText(holder).waitFor();
        // Whoever lost is offered to take it over, not to acknowledge what they do not see is held.
        const loser = holder === 'ada' ? grace : ada;
        await loser
          .getByTestId('incidentsConflict')
          .or(loser.getByRole('button', { name: 'Take over' }))
          .first()
          .waitFor();
      }),
    );
  });

  test('two clicks are one request and one entry', async () => {
    const id = await stage.house.elastic.fires('clicked twice');
    const page = await stage.open('high', `/app/incidents/${id}`);
    await walk('twice', page, async () => {
      stage.gate.wait = 200;
      await page.getByTestId('incidentsAction-acknowledge').dblclick();
      await page.getByTestId('incidentsAction-acknowledge').waitFor({ state: 'detached' });
      await page.getByTestId('incidentsNote').fill('once');
      await page.getByTestId('incidentsNoteSend').dblclick();
      await page.getByTestId('incidentsTimeline').getByText('once', { exact: true }).waitFor();
    });
    expect(stage.gate.count('POST', new RegExp(`${id}/acknowledge`))).toBe(1);
    expect(stage.gate.count('POST', new RegExp(`${id}/notes`))).toBe(1);
    expect(await stage.house.entries(id, 'acknowledged')).toHaveLength(1);
    expect(await stage.house.entries(id, 'note')).toHaveLength(1);
  });
});

describe.each(ENDS)('an alert whose fields are hostile, at the %s end', (end) => {
  const scripts = `<img src=x onerror="window.ran=1"><script>window.ran=1</script>`;
  const INVISIBLE = /[\u202A-\u202E\u2067]/g;
  const backwards = '\u202Egnp.exe \u2067\u0627\u0646\u0642\u0637\u0639';
  const hostile = { markup: scripts, backwards: `${backwards} end of it`, long: 'x'.repeat(10_000) };

  test('they are text, and break no page at 768 px', async () => {
    for (const [name, text] of Object.entries(hostile)) {
      await stage.house.elastic.fires(`${name}-${end} ${text}`.slice(0, 10_000), {
        reason: text,
        service: text.slice(0, 500),
        environment: text.slice(0, 300),
        tags: ['apm', text.slice(0, 200)],
      });
    }
    const page = await stage.open(end, '/app/incidents', { width: 768, dark: end === 'high' });
    await walk(`hostile-${end}`, page, async () => {
      for (const [name, text] of Object.entries(hostile)) {
        await page
          .getByTestId('incidentsRow')
          .filter({ hasText: `${name}-${end}` })
          .getByTestId('incidentsLink')
          .waitFor();
        await expectToFit(page);
        await page.getByTestId('incidentsHeaderControl').click();
        const inSidebar = page.getByTestId('incidentsSidebarRow').filter({ hasText: `${name}-${end}` });
        await inSidebar.getByRole('button').click();
        await page.getByTestId('incidentsSidebarBack').waitFor();
        await expectToFit(page);
        await page.getByTestId('incidentsSidebarOpen').click();
        await page.getByTestId('incidentsFacts').waitFor();
        for (const tab of ['timeline', 'deliveries', 'alerts']) {
          await page.getByTestId(`incidentsTab-${tab}`).click();
          await page.getByRole('tabpanel').waitFor();
          await expectToFit(page);
        }
        const shown = text.replaceAll(INVISIBLE, '').slice(0, 20);
        await page.getByTestId('incidentsAlert').getByText(shown).first().waitFor();
        expect(await page.locator('body').innerText()).not.toMatch(INVISIBLE);
        expect(await page.title()).toContain(`${name}-${end}`);
        expect(await findBarriers(page)).toEqual([]);
        await page.goBack();
      }
    });
  });

  async function expectToFit(page: Page): Promise<void> {
    expect(await page.evaluate(TOO_WIDE)).toEqual([]);
    expect(await page.evaluate('window.ran')).toBeUndefined();
  }
});
