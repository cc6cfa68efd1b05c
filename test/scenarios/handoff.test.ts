import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { twilioSays } from '../harness/callbacks.ts';
import { FakeTeams } from '../harness/fake-teams.ts';
import { FakeWebhook, isSignedWith } from '../harness/fake-webhook.ts';
import { House } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

// The house is opened on Tuesday, 5 January 2027, 03:00 UTC: 04:00 in Berlin.
const days = { type: 'daily', starts_on: '2027-01-01', handoff_time: '07:00' };
const layer = { name: 'days', turns: ['ada', 'grace'], rotation: days };
const inMinutes = (count: number) => new Date(house.clock.now().getTime() + count * 60_000);

async function primary(over: object = {}, handoffNotices = true): Promise<string> {
  return house.addSchedule('Payments primary', [{ ...layer, ...over }], 'Europe/Berlin', handoffNotices);
}

test('at each change of shift both are told, whose turn begins and whose turn is over, and nobody else', async () => {
  house = await House.start();
  await primary();
  await house.passes(hours(3) - 1);
  house.mailbox.expectNothingMore();
  await house.passes(1);
  const mail = house.mailbox.expect(
    'ada',
    'On call: Payments primary until Wed 2027-01-06 07:00',
    'From:  Tue 2027-01-05 07:00',
    'Next:  grace',
    'Team:  Payments',
  );
  expect(mail.html).toContain('You are on call in Payments primary.');
  house.mailbox.expect('grace', 'No longer on call: Payments primary', 'is over. ada is on call now.');
  house.mailbox.expectNothingMore();
  await house.passes(hours(24));
  house.mailbox.expect('grace', 'On call: Payments primary until Thu 2027-01-07 07:00');
  house.mailbox.expect('ada', 'No longer on call: Payments primary', 'On call: grace', 'Until:   Thu 2027-01-07 07:00');
  house.mailbox.expectNothingMore();
  expect(await house.rows('select on_call, incident_id, event from notifications order by created_at, event')).toEqual([
    { onCall: true, incidentId: null, event: 'handoff' },
    { onCall: false, incidentId: null, event: 'handoff_over' },
    { onCall: true, incidentId: null, event: 'handoff' },
    { onCall: false, incidentId: null, event: 'handoff_over' },
  ]);
});

test('an override is told when it begins, and whoever goes on after it too', async () => {
  house = await House.start();
  const schedule = await primary();
  await house.settles();
  await house.addOverride(schedule, 'linus', inMinutes(10), inMinutes(40));
  await house.passes(minutes(9));
  house.mailbox.expectNothingMore();
  await house.passes(minutes(1));
  house.mailbox.expect('linus', 'On call: Payments primary until Tue 2027-01-05 04:40', 'Next:  grace');
  house.mailbox.expect('grace', 'is over. linus is on call now.');
  house.mailbox.expectNothingMore();
  await house.passes(minutes(30));
  house.mailbox.expect('grace', 'On call: Payments primary until Tue 2027-01-05 07:00', 'Next:  ada');
  house.mailbox.expect('linus', 'is over. grace is on call now.');
  house.mailbox.expectNothingMore();
});

test('who is on call again because an override was taken away is told, and so is whose turn that ended', async () => {
  house = await House.start();
  const schedule = await primary();
  await house.passes(hours(4));
  house.mailbox.expect('ada', 'On call: Payments primary');
  house.mailbox.expect('grace', 'No longer on call');
  const overrides = `/v1/schedules/${schedule}/overrides`;
  for (let round = 0; round < 2; round += 1) {
    await house.addOverride(schedule, 'linus', house.clock.now(), inMinutes(480));
    await house.settles();
    house.mailbox.expect('linus', 'On call: Payments primary');
    house.mailbox.expect('ada', 'is over. linus is on call now.');
    await house.passes(minutes(10));
    const [override] = (await house.api.ok<{ items: readonly { readonly id: string }[] }>('GET', overrides)).items;
    await house.api.ok('DELETE', `${overrides}/${override?.id}`);
    await house.settles();
    house.mailbox.expect('ada', 'On call: Payments primary until Wed 2027-01-06 07:00');
    house.mailbox.expect('linus', 'is over. ada is on call now.');
  }
  // What changes nobody's turn is no hand-off, whatever was told before.
  await house.addOverride(schedule, 'ada', house.clock.now(), inMinutes(30));
  await house.addOverride(schedule, 'linus', inMinutes(2000), inMinutes(2030));
  await house.passes(hours(1));
  house.mailbox.expectNothingMore();
});

test('who is put on call by an edit is told at once, who stays is not', async () => {
  house = await House.start();
  const schedule = await primary({ turns: ['ada'] });
  await house.passes(hours(24));
  // One who is alone hands over to nobody.
  house.mailbox.expectNothingMore();
  const path = `/v1/schedules/${schedule}`;
  const answer = await house.api.ok<Record<string, unknown>>('GET', path);
  const { id: _, created_at: __, ready: ___, problems: ____, ...given } = answer;
  await house.api.ok('PUT', path, { ...given, name: 'Renamed' });
  await house.settles();
  house.mailbox.expectNothingMore();
  const layers = (given['layers'] as readonly object[]).map((each) => ({
    ...each,
    participant_ids: [house.person('linus').id],
  }));
  await house.api.ok('PUT', path, { ...given, layers });
  await house.settles();
  house.mailbox.expect('linus', 'On call: Payments primary');
  house.mailbox.expect('ada', 'is over. linus is on call now.');
  house.mailbox.expectNothingMore();
});

test('after a gap whose turn begins is told, and into one whose turn is over', async () => {
  house = await House.start();
  await primary({
    turns: ['ada'],
    restrictions: [{ weekdays: ['tuesday', 'wednesday'], from: '09:00', until: '17:00' }],
  });
  await house.passes(hours(5));
  house.mailbox.expect('ada', 'until Tue 2027-01-05 17:00', 'Next:  nobody: there will be a gap');
  house.mailbox.expectNothingMore();
  await house.passes(hours(20));
  house.mailbox.expect(
    'ada',
    'is over. Nobody is on call now.',
    'On call: nobody: this is a gap',
    'Wed 2027-01-06 09:00',
  );
  house.mailbox.expectNothingMore();
  await house.passes(hours(5));
  house.mailbox.expect('ada', 'until Wed 2027-01-06 17:00');
  house.mailbox.expectNothingMore();
});

test('nobody is told by a schedule that does not want it, nor by one that is gone', async () => {
  house = await House.start();
  await primary({}, false);
  const other = await house.addSchedule('Search', [layer], 'UTC', true);
  await house.settles();
  await house.api.ok('DELETE', `/v1/schedules/${other}`);
  await house.passes(hours(30));
  house.mailbox.expectNothingMore();
  expect(await house.count('notifications')).toBe(0);
});

test('a notice that waits for the mail server is not sent once the shift was given away', async () => {
  house = await House.start();
  const schedule = await primary();
  house.mailbox.server.refuseWith(451, 'later');
  await house.passes(hours(3));
  await house.addOverride(schedule, 'linus', house.clock.now(), inMinutes(600));
  house.mailbox.server.accept();
  await house.passes(minutes(30));
  house.mailbox.expect('linus', 'On call: Payments primary');
  house.mailbox.expect('grace', 'is over. linus is on call now.');
  house.mailbox.expect('ada', 'is over. linus is on call now.');
  house.mailbox.expectNothingMore();
  expect(await house.rows(`select status, reason from deliveries where status <> 'sent'`)).toEqual([
    { status: 'suppressed', reason: 'shift_over' },
  ]);
});

test('a notice that the mail server refuses for now arrives later, and once', async () => {
  house = await House.start();
  await primary();
  house.mailbox.server.refuseWith(451, 'later');
  await house.passes(hours(3) + minutes(5));
  house.mailbox.server.accept();
  await house.passes(minutes(30));
  house.mailbox.expect('ada', 'On call: Payments primary');
  house.mailbox.expect('grace', 'No longer on call');
  house.mailbox.expectNothingMore();
  expect(await house.count(`deliveries where status = 'sent' and attempts > 1`)).toBe(2);
});

test('who is on call and cannot be told is counted', async () => {
  house = await House.start({ unreachable: ['ada'] });
  await primary();
  await house.passes(hours(3));
  house.mailbox.expect('grace', 'is over. ada is on call now.');
  house.mailbox.expectNothingMore();
  expect(await house.metric('incidents_handoffs_unheard_total')).toBe(1);
});

test('two backends tell of a change of shift once', async () => {
  house = await House.start();
  await primary();
  await house.another();
  await house.settles();
  house.clock.forward(hours(3));
  await house.settlesTogether();
  house.mailbox.expect('ada', 'On call: Payments primary');
  house.mailbox.expect('grace', 'No longer on call');
  house.mailbox.expectNothingMore();
});

describe('where Slack and phones are connected', () => {
  const HANDSET = '+4915112345678';
  const choose = async (over: object): Promise<void> => {
    const body = { name: 'Payments primary', team_id: house.teamId, time_zone: 'Europe/Berlin', ...over };
    const layers = [
      { ...layer, turns: undefined, participant_ids: [house.person('ada').id, house.person('grace').id] },
    ];
    await house.api.ok('POST', '/v1/schedules', { ...body, layers });
    await house.settles();
  };
  beforeEach(async () => {
    house = await House.start({ reachable: true });
    await house.addContact('ada', 'slack', 'U0ADA');
    await house.addContact('grace', 'slack', 'U0GRACE');
    await house.addContact('ada', 'sms', HANDSET);
    await house.addContact('ada', 'voice', HANDSET);
  });

  test('both hear in a direct message and by mail, and nobody is rung', async () => {
    await choose({});
    await house.passes(hours(3));
    expect(house.slack.in('U0ADA').map(({ text }) => text)).toEqual([
      'On call: Payments primary until Wed 2027-01-06 07:00. You are on call in Payments primary.',
    ]);
    expect(house.slack.in('U0GRACE').map(({ text }) => text)).toEqual([
      'No longer on call: Payments primary. Your turn in Payments primary is over. ada is on call now.',
    ]);
    house.mailbox.expect('ada', 'On call: Payments primary');
    house.mailbox.expect('grace', 'No longer on call');
    house.mailbox.expectNothingMore();
    house.twilio.expectNothingMore();
    expect(house.slack.posts.flatMap((post) => house.slack.buttons(post))).toEqual([]);
  });

  test('a schedule says by what, whom, and in which channel', async () => {
    const general = await house.addSlackChannel('C024BE91L');
    await choose({ handoff_channels: ['sms'], handoff_tells: ['incoming'], handoff_slack_channel_id: general });
    await house.passes(hours(3));
    const sms = house.twilio.expect('sms', HANDSET, 'You are on call: Payments primary, until Wed 2027-01-06 07:00');
    expect(sms.content.length).toBeLessThanOrEqual(160);
    expect(house.slack.in('C024BE91L').map(({ text }) => text)).toEqual([
      'On call: Payments primary until Wed 2027-01-06 07:00. ada is on call in Payments primary.',
    ]);
    expect(house.slack.posts).toHaveLength(1);
    house.mailbox.expectNothingMore();
    house.twilio.expectNothingMore();
  });

  test('one that names calls rings whose turn begins, who hears it spoken', async () => {
    await choose({ handoff_channels: ['voice'], handoff_tells: ['incoming'] });
    await house.passes(hours(3));
    const call = house.twilio.expect(
      'voice',
      HANDSET,
      'You are on call in Payments primary, until Wed 2027-01-06 07:00.',
    );
    expect(call.content).not.toContain('<Gather');
    await twilioSays(house, call, 'completed');
    await house.passes(hours(1));
    house.twilio.expectNothingMore();
    house.mailbox.expectNothingMore();
    expect(house.slack.posts).toEqual([]);
  });

  test('one of whom mail and Slack know nothing any more is counted once', async () => {
    await choose({ handoff_tells: ['incoming'] });
    house.slack.refuses('user_disabled');
    house.mailbox.server.refuseWith(550, 'no such user');
    await house.passes(hours(3));
    expect(await house.metric('incidents_handoffs_unheard_total')).toBe(1);
    house.mailbox.expectNothingMore();
  });

  test('one whom Slack reaches has heard, though mail does not come through', async () => {
    await choose({ handoff_tells: ['incoming'] });
    house.mailbox.server.refuseWith(550, 'no such user');
    await house.passes(hours(3));
    expect(house.slack.in('U0ADA')).toHaveLength(1);
    expect(await house.metric('incidents_handoffs_unheard_total')).toBe(0);
  });
});

describe('where a schedule tells a webhook', () => {
  const tell = async (over: object): Promise<void> => {
    const body = {
      name: 'Payments primary',
      team_id: house.teamId,
      time_zone: 'Europe/Berlin',
      handoff_tells: [],
      ...over,
    };
    const participants = [house.person('ada').id, house.person('grace').id];
    const layers = [{ name: 'days', rotation: days, participant_ids: participants }];
    await house.api.ok('POST', '/v1/schedules', { ...body, layers });
    await house.settles();
  };

  test('it is told who is on call, signed, once, and nobody else is told', async () => {
    const pager = await FakeWebhook.start();
    house = await House.start();
    const { id, secret } = await house.addWebhook(pager.url);
    await tell({ handoff_webhook_id: id });
    expect(pager.requests).toEqual([]);
    await house.passes(hours(3));
    const [request, ...more] = pager.requests;
    expect(more).toEqual([]);
    expect(request && isSignedWith(request, secret, house.clock.now())).toBe(true);
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      type: 'on_call.handoff',
      data: {
        schedule: { name: 'Payments primary', time_zone: 'Europe/Berlin' },
        team: { id: house.teamId, name: 'Payments' },
        on_call: { id: house.person('ada').id, name: 'ada' },
        from: '2027-01-05T06:00:00.000Z',
        until: '2027-01-06T06:00:00.000Z',
        next: 'grace',
      },
    });
    pager.answers({ kind: 'status', status: 410 });
    await house.passes(hours(24));
    expect(await house.api.ok('GET', `/v1/webhooks/${id}`)).toMatchObject({ enabled: false });
    await house.passes(hours(24));
    expect(pager.requests).toHaveLength(2);
    house.mailbox.expectNothingMore();
    await pager.stop();
  });

  test('a Teams workflow shows a card, in the words of the team where it has its own', async () => {
    const teams = await FakeTeams.start();
    house = await House.start();
    const { id } = await house.addWebhook(teams.url, 'teams');
    await tell({ handoff_webhook_id: id });
    await house.passes(hours(3));
    expect(teams.cards.map(({ content }) => content)).toEqual([
      expect.stringContaining('ada is on call in Payments primary.'),
    ]);
    const text = '{{ schedule }} passes on\n{{ headline }}';
    await house.api.ok('PUT', '/v1/templates/teams/handoff', { team_id: null, parts: { text } });
    await house.passes(hours(24));
    expect(teams.cards[1]?.content).toContain('Payments primary passes on');
    expect(teams.cards[1]?.content).toContain('grace is on call in Payments primary.');
    expect(teams.cards).toHaveLength(2);
    house.mailbox.expectNothingMore();
    await teams.stop();
  });

  test('that does not exist is refused with its place', async () => {
    house = await House.start();
    const nobody = '01890a5d-ac96-774b-bcce-b302099a8057';
    const given = { name: 'a', team_id: house.teamId, time_zone: 'UTC', handoff_webhook_id: nobody };
    const answer = await house.api.call('POST', '/v1/schedules?force=true', given);
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([
      422,
      expect.stringContaining('$.handoff_webhook_id'),
    ]);
  });
});
