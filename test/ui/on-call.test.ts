import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { OnCallAnswer, OverrideAnswer, ScheduleAnswer } from 'incident-core';
import type { Page } from 'playwright-core';
import { step } from '../harness/house.ts';
import { findBarriers, walk } from './browser.ts';
import { ENDS, Stage } from './stage.ts';

// The browsers' clocks are not the house's: what is looked at lies ahead of both.
const DAY = '2031-03-05';
const WEEK = `view=week&day=${DAY}`;
const at = (time: string) => `2031-03-${time}:00:00.000Z`;
const weekly = { type: 'weekly', starts_on: '2026-01-05', handoff_time: '00:00' } as const;
const office = [{ weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '23:00', until: '24:00' }];

// These are long walks.
jest.setTimeout(180_000);

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start({ policy: [step('ada')] });
  await stage.house.addSchedule('Evenings', [
    { name: 'Late', turns: ['grace'], rotation: { ...weekly, type: 'daily' }, restrictions: office },
  ]);
}, 120_000);
afterAll(() => stage.stop());
afterEach(() => expect(stage.browser.faults.splice(0)).toEqual([]));

const FOCUSED = 'document.activeElement?.dataset?.piece ?? ""';
const calendar = (page: Page) => page.getByTestId('incidentsCalendar');
const final = (page: Page) => page.getByTestId('incidentsLane-final').getByRole('button');

async function overrides(schedule: string): Promise<readonly OverrideAnswer[]> {
  const path = `/v1/schedules/${schedule}/overrides?at=${at('01T00')}`;
  return (await stage.house.api.ok<{ items: readonly OverrideAnswer[] }>('GET', path)).items;
}

async function onCall(schedule: string, time: string): Promise<string | null> {
  const { items } = await stage.house.api.ok<{ items: readonly OnCallAnswer[] }>('GET', `/v1/on-call?at=${time}`);
  const now = items.find((item) => item.schedule.id === schedule)?.now;
  return now?.kind === 'on_call' ? now.user.name : null;
}

describe.each(ENDS)('at the %s end', (end) => {
  test('a viewer sees who is on call, the gaps, and the calendar; with the keyboard too', async () => {
    const id = await stage.house.addSchedule(`Weeks ${end}`, [
      { name: 'Turns', turns: ['ada', 'grace'], rotation: { ...weekly, type: 'daily' } },
    ]);
    await stage.house.addOverride(id, 'linus', new Date(at('05T06')), new Date(at('05T18')));
    const path = `/app/incidents/on-call?schedule=${id}&zone=schedule&${WEEK}`;
    const page = await stage.open(end, path, { role: 'viewer', dark: end === 'high' });
    await walk(`on-call-${end}`, page, async () => {
      await page.getByTestId('incidentsOnCallGap').getByText('Evenings').waitFor();
      const team = page.getByTestId('incidentsOnCallTeam').filter({ hasText: 'Payments' });
      await team.getByText('Nobody is on call').waitFor();
      expect(
        await team
          .getByTestId('incidentsOnCallNow')
          .filter({ hasText: `Weeks ${end}` })
          .innerText(),
      ).toMatch(/^(ada|grace)/);
      expect(await page.title()).toContain('On-call');
      await calendar(page).waitFor();
      expect(await page.getByTestId('incidentsLane-layer').getByRole('button').count()).toBe(7);
      await page.getByTestId('incidentsLane-overrides').getByRole('button', { name: 'linus' }).waitFor();
      expect(await findBarriers(page)).toEqual([]);

      await final(page).first().focus();
      const first = await page.evaluate(FOCUSED);
      await page.keyboard.press('End');
      expect(await page.evaluate(FOCUSED)).not.toBe(first);
      await page.keyboard.press('Home');
      expect(await page.evaluate(FOCUSED)).toBe(first);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await page.getByTestId('incidentsPiecePopover').getByText('by the layer').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByTestId('incidentsPiecePopover').waitFor({ state: 'detached' });

      await page.getByTestId('incidentsAsTable').click();
      await page.getByTestId('incidentsShiftRow').filter({ hasText: 'linus' }).getByText('by an override').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.getByTestId('incidentsView-month').click();
      await page.getByTestId('incidentsCalendarRange').getByText('March 2031').waitFor();
      await page.getByTestId('incidentsCalendarLater').click();
      await page.getByTestId('incidentsCalendarRange').getByText('April 2031').waitFor();
      await page.reload();
      await page.getByTestId('incidentsCalendarRange').getByText('April 2031').waitFor();
      const offered = ['incidentsShiftTake', 'incidentsOverrideMake', 'incidentsScheduleMake', 'incidentsScheduleEdit'];
      for (const subject of offered) expect(await page.getByTestId(subject).count()).toBe(0);
    });
  });

  test('a responder takes a shift with one click, and gives it back', async () => {
    const id = await stage.house.addSchedule(`Taken ${end}`, [{ name: 'Turns', turns: ['grace'], rotation: weekly }]);
    await stage.house.addOverride(id, 'linus', new Date(at('06T06')), new Date(at('06T18')));
    const guest = { user: 'ada', role: 'responder', dark: end === 'low' } as const;
    const page = await stage.open(end, `/app/incidents/on-call?schedule=${id}&${WEEK}`, guest);
    await walk(`on-call-take-${end}`, page, async () => {
      await page.getByTestId('incidentsLane-final').getByRole('button', { name: 'linus' }).click();
      expect(await page.getByTestId('incidentsShiftGive').count()).toBe(0);
      await page.getByTestId('incidentsPiecePopover').getByTestId('incidentsShiftTake').click();
      const mine = page.getByTestId('incidentsLane-final').getByRole('button', { name: 'ada' });
      await mine.waitFor();
      expect(await onCall(id, at('06T12'))).toBe('ada');
      expect(await overrides(id)).toHaveLength(2);
      expect(await findBarriers(page)).toEqual([]);
      await mine.click();
      await page.getByTestId('incidentsOverrideDelete').click();
      await mine.waitFor({ state: 'detached' });
      expect(await onCall(id, at('06T12'))).toBe('linus');
    });
  });

  test('a manager makes a schedule, gives a shift away, changes and deletes it', async () => {
    const name = `Nights ${end}`;
    const find = async () => {
      const { items } = await stage.house.api.ok<{ items: readonly ScheduleAnswer[] }>('GET', '/v1/schedules');
      return items.find((schedule) => schedule.name === name);
    };
    const page = await stage.open(end, `/app/incidents/on-call?${WEEK}`, { role: 'manager', dark: end === 'high' });
    await walk(`on-call-edit-${end}`, page, async () => {
      await page.getByTestId('incidentsScheduleMake').click();
      const flyout = page.getByTestId('incidentsScheduleFlyout');
      await flyout.getByTestId('incidentsScheduleSave').click();
      await flyout.getByText('It needs a name').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await flyout.getByTestId('incidentsScheduleName').fill(name);
      await flyout.getByTestId('incidentsScheduleTeam').selectOption({ label: 'Payments' });
      for (const person of ['grace', 'linus']) {
        await flyout
          .getByTestId('incidentsTurnAdd')
          .getByRole('combobox')
          .or(flyout.getByTestId('incidentsTurnAdd').locator('input'))
          .first()
          .fill(person);
        await page.keyboard.press('Enter');
        await flyout.getByTestId('incidentsTurn').filter({ hasText: person }).waitFor();
      }
      await flyout.getByRole('button', { name: /Move .?linus.? up/ }).click();
      await flyout.getByTestId('incidentsRotationType').selectOption('daily');
      await flyout.getByTestId('incidentsRotationStart').fill('2026-01-05');
      await flyout.getByTestId('incidentsRotationHandoff').fill('18:00');
      await flyout.getByTestId('incidentsHoursAdd').click();
      await flyout.getByTestId('incidentsHours').waitFor();
      await flyout.getByTestId('incidentsScheduleSave').click();
      await flyout.waitFor({ state: 'detached' });
      const made = await find();
      expect(made?.layers).toMatchObject([
        {
          rotation: { type: 'daily', every: 1, starts_on: '2026-01-05', handoff_time: '18:00' },
          participant_ids: ['linus', 'grace'].map((person) => stage.house.person(person).id),
          restrictions: [{ from: '09:00', until: '17:00' }],
        },
      ]);

      await page.getByTestId('incidentsLane-final').getByRole('button', { name: 'Nobody' }).first().click();
      await page.getByTestId('incidentsShiftGive').click();
      const dialog = page.getByTestId('incidentsOverrideDialog');
      await dialog.getByTestId('incidentsOverrideWho').selectOption({ label: 'linus' });
      expect(await findBarriers(page)).toEqual([]);
      await dialog.getByTestId('incidentsOverrideSave').click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByTestId('incidentsLane-overrides').getByRole('button', { name: 'linus' }).waitFor();
      expect(await overrides(made?.id ?? '')).toHaveLength(1);

      await page.getByTestId('incidentsScheduleEdit').click();
      await flyout.getByTestId('incidentsLayerAdd').click();
      await flyout.getByTestId('incidentsLayerName').last().fill('Turns');
      await flyout.getByTestId('incidentsLayerName').first().fill('Turns');
      await flyout.getByTestId('incidentsOrderRemove').last().click();
      await flyout.getByTestId('incidentsScheduleSave').click();
      await flyout.waitFor({ state: 'detached' });
      expect((await find())?.layers.map((layer) => layer.name)).toEqual(['Turns']);

      await page.getByTestId('incidentsScheduleEdit').click();
      await flyout.getByTestId('incidentsDelete').click();
      expect(await findBarriers(page)).toEqual([]);
      await page.getByTestId('confirmModalConfirmButton').click();
      await flyout.waitFor({ state: 'detached' });
      expect(await find()).toBeUndefined();
    });
  });
});
