import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  defaultTemplate,
  INCIDENT_VARIABLES,
  PARTS_OF_CHANNEL,
  TEMPLATE_CHANNELS,
  TEMPLATE_EVENTS,
  templateAnswerSchema,
  templateDetailSchema,
  templatePreviewAnswerSchema,
  type TemplateAnswer,
  type TemplateDetail,
  type TemplatePreviewAnswer,
} from 'incident-core';
import { House } from '../harness/house.ts';

const NOBODY = '01890a5d-ac96-774b-bcce-b302099a8057';
const LOOP = '{% for i in (1..100000000) %}x{% endfor %}';
const NESTED = '{% for i in (1..9000) %}{% for j in (1..9000) %}x{% endfor %}{% endfor %}';

let house: House;
beforeAll(async () => {
  house = await House.start({ reachable: true });
});
afterEach(async () => {
  await house.rows('delete from templates');
});
afterAll(() => house.stop());

const put = (parts: unknown, place = 'email/triggered', team_id: string | null = null) =>
  house.api.call('PUT', `/v1/templates/${place}`, { team_id, parts });
const detail = (place: string, query = '') => house.api.ok<TemplateDetail>('GET', `/v1/templates/${place}${query}`);
const preview = (given: object) => house.api.call('POST', '/v1/templates/preview', given);
const previewed = async (given: object) =>
  templatePreviewAnswerSchema.parse(await house.api.ok<TemplatePreviewAnswer>('POST', '/v1/templates/preview', given));

describe('a template that cannot be used is refused, with line and column', () => {
  const html = (text: string) => ({ html: text });
  test.each<readonly [string, object, string, string, string]>([
    [
      'a syntax error',
      { text: 'a\n  {{ title' },
      'text',
      'line 2, column 3: output "{{ title" not closed',
      'an end of what was begun',
    ],
    [
      'a tag without its end',
      { text: '{% if service %}x' },
      'text',
      'line 1, column 1: tag {% if service %} not closed',
      'an end',
    ],
    [
      'an unknown variable',
      { text: 'a\n{{ titel }}' },
      'text',
      'line 2, column 4: the variable titel',
      'one of event, headline',
    ],
    [
      'one that only an untaken branch names',
      { text: '{% if false %}{{ nope }}{% endif %}' },
      'text',
      'the variable nope',
      'one of',
    ],
    [
      'an unknown filter',
      { subject: '{{ title | shout }}' },
      'subject',
      'undefined filter: shout',
      'one of the filters append',
    ],
    [
      'the filter that goes past the escaping',
      html('{{ title | raw }}'),
      'html',
      'undefined filter: raw',
      'one of the filters',
    ],
    ['an include', { text: '{% include "x" %}' }, 'text', 'tag "include" not found', 'one of the tags if'],
    ['a partial', { text: '{% render "x" %}' }, 'text', 'tag "render" not found', 'one of the tags if'],
    ['a layout', { text: '{% layout "x" %}' }, 'text', 'tag "layout" not found', 'one of the tags if'],
    ['a way to a constructor', { text: '{{ constructor }}' }, 'text', 'the variable constructor', 'one of'],
    [
      'one by way of a variable',
      { text: '{{ title.constructor }}' },
      'text',
      'the variable title.constructor',
      'one of',
    ],
    ['one by way of a prototype', { text: '{{ __proto__.polluted }}' }, 'text', 'the variable __proto__', 'one of'],
    [
      'a hidden way',
      { text: '{% assign a = title | split: "" %}{{ a.constructor }}' },
      'text',
      'undefined variable: a.constructor',
      'a variable',
    ],
    ['a huge loop', { text: LOOP }, 'text', 'memory alloc limit exceeded', 'at most'],
    ['a loop that does not end in time', { text: NESTED }, 'text', 'template render limit exceeded', 'done within'],
    [
      'a loop that one severity meets',
      { text: `{% if severity == "warning" %}${LOOP}{% endif %}` },
      'text',
      'memory alloc',
      'at most',
    ],
    ['nesting without end', { text: '{% if true %}'.repeat(700) }, 'text', 'line 1, column', ''],
    [
      'a value outside of quotes',
      html('<a href={{ incident_url }}>x</a>'),
      'html',
      '<a href={{ incident_url }}>',
      'values in quotes',
    ],
    ['a script', html('<script>1</script>'), 'html', '<script>', 'without scripts'],
  ])('%s', async (_, parts, part, found, expected) => {
    expect(await put(parts)).toMatchObject({
      status: 400,
      body: {
        type: 'urn:incidents:problem:invalid-request',
        errors: [
          {
            path: `$.parts.${part}`,
            found: expect.stringContaining(found),
            expected: expect.stringContaining(expected),
          },
        ],
      },
    });
  });

  test('and so is one that is too large, blank, of a part that the channel has not, or of nothing', async () => {
    const refusals = await Promise.all([
      put({ text: 'x'.repeat(10_001) }),
      put({ html: 'x'.repeat(1024 * 1024 - 100) }),
      put({ text: ' \n' }),
      put({ html: '<p>x</p>' }, 'sms/triggered'),
      put({}),
      put({ text: 'x\0' }),
      put({ text: 'x' }, 'webhook/triggered'),
      put({ text: 'x' }, 'email/whenever'),
    ]);
    expect(refusals.map(({ status }) => status)).toEqual(refusals.map(() => 400));
    expect((await put({ html: 'x'.repeat(1024 * 1024) })).status).toBe(413);
    expect(await put({ text: 'x' }, 'sms/triggered', NOBODY)).toMatchObject({
      status: 422,
      body: { errors: [{ path: '$.team_id' }] },
    });
    expect((await house.api.ok<{ items: [] }>('GET', '/v1/templates')).items).toEqual([]);
  });

  test('in bounded time, also many at once', async () => {
    const began = performance.now();
    await Promise.all(Array.from({ length: 5 }, () => put({ text: NESTED })));
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('a template', () => {
  test('is there once for each channel, event and team, and goes again', async () => {
    const text = 'Look: {{ title }}';
    const answers = await Promise.all([put({ text }, 'sms/escalated'), put({ text: 'b' }, 'sms/escalated')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const forAll = templateAnswerSchema.parse((await put({ text }, 'sms/escalated')).body);
    const own = templateAnswerSchema.parse((await put({ text: 'own' }, 'sms/escalated', house.teamId)).body);
    expect(forAll).toMatchObject({
      channel: 'sms',
      event: 'escalated',
      team_id: null,
      parts: { text },
      last_failure: null,
    });
    expect(await detail('sms/escalated', `?team_id=${house.teamId}`)).toMatchObject({ for_all: forAll, for_team: own });
    expect(await detail('sms/escalated')).toMatchObject({ for_all: forAll, for_team: null });
    const list = async (query: string) =>
      (await house.api.ok<{ items: readonly TemplateAnswer[] }>('GET', `/v1/templates${query}`)).items;
    expect((await list(`?team_id=${house.teamId}`)).map(({ id }) => id).sort()).toEqual([own.id, forAll.id].sort());
    expect(await list(`?team_id=${house.catchAllTeamId}`)).toEqual([forAll]);
    const first = await house.api.ok<{ items: TemplateAnswer[]; next_cursor: string }>('GET', '/v1/templates?limit=1');
    const others = await list(`?limit=1&cursor=${first.next_cursor}`);
    expect([...first.items, ...others].map(({ id }) => id).sort()).toEqual([own.id, forAll.id].sort());
    for (const { id } of [own, forAll])
      expect((await house.api.call('DELETE', `/v1/templates/${id}`)).status).toBe(204);
    expect((await house.api.call('DELETE', `/v1/templates/${own.id}`)).status).toBe(404);
    expect(await detail('sms/escalated', `?team_id=${house.teamId}`)).toMatchObject({ for_all: null, for_team: null });
  });

  test('is shown with all that its author needs', async () => {
    const shown = templateDetailSchema.parse(await detail('email/triggered'));
    expect(shown).toMatchObject({
      parts: Object.entries(PARTS_OF_CHANNEL.email).map(([name, longest]) => ({ name, longest })),
      default: defaultTemplate('email', 'triggered'),
      variables: INCIDENT_VARIABLES,
    });
    expect(shown.filters).toContain('upcase');
    expect(shown.tags).toContain('if');
  });
});

describe('a default template', () => {
  const all = TEMPLATE_CHANNELS.flatMap((channel) => TEMPLATE_EVENTS.map((event) => [channel, event] as const));

  // The same words in another order and shape: none may be missing.
  const words = (text = '') => [
    ...new Set(text.replace(/<[^>]*>|&nbsp;/g, ' ').match(/[\p{L}\p{N}][\p{L}\p{N}:/.-]*/gu) ?? []),
  ];

  test.each(all)('of %s for %s carries the facts of the built-in text', async (channel, event) => {
    const built = await previewed({ channel, event });
    const own = await previewed({ channel, event, parts: defaultTemplate(channel, event) });
    expect(Object.keys(own.parts)).toEqual(Object.keys(built.parts));
    for (const [part, text] of Object.entries(built.parts)) {
      const made = (own.parts as Record<string, string>)[part] ?? '';
      // Mail, SMS and calls know no other words than the built-in ones; a card and a message in Slack keep some beside.
      if (event !== 'handoff' || channel === 'email')
        expect(words(text).filter((word) => !made.includes(word))).toEqual([]);
      else
        for (const fact of ['Payments primary', 'Grace Hopper'].slice(0, channel === 'voice' ? 1 : 2))
          expect(made).toContain(fact);
    }
  });
});

describe('a preview', () => {
  test('shows a sample whole: the words, and what no words leave out', async () => {
    const sms = await previewed({ channel: 'sms', event: 'triggered', parts: { text: '{{ service }} is down' } });
    expect(sms).toMatchObject({
      of: 'sample',
      parts: { text: 'checkout is down Reply 1234 to acknowledge. https://incidents.example.org/ack/preview' },
      sizes: [{ part: 'text', characters: 85, sms_segments: 1 }],
      warnings: [],
      body: null,
    });
    const slack = await previewed({ channel: 'slack', event: 'acknowledged', parts: { text: '{{ headline }}' } });
    expect(slack.parts.text).toContain('Acknowledged by');
    expect(JSON.stringify(slack.body)).toContain('"action_id":"start"');
    const call = await previewed({ channel: 'voice', event: 'triggered', parts: { text: '{{ title }}' } });
    expect(call.parts.text).toContain('Press 4 to acknowledge');
    expect(call.body).toMatch(/^<\?xml/);
  });

  test('of a payload is of the alert in it, and keeps nothing', async () => {
    const payload = {
      ...{ schema_version: '1', kind: 'alert', status: 'active', kibana: { space_id: 'default' } },
      ...{ rule: { id: 'r', name: 'Failure <b>rate</b>' }, alert: { id: 'a', uuid: NOBODY } },
      ...{ timestamp: house.clock.now().toISOString(), reason: 'It is 42%', service: { name: 'cart' } },
    };
    const parts = { text: '{{ title }}: {{ description }}', html: '<b>{{ title }}</b>' };
    const counts = () =>
      Promise.all(['incidents', 'raw_events', 'timeline_entries', 'templates'].map((table) => house.count(table)));
    const before = await counts();
    for (const given of [payload, JSON.stringify(payload)]) {
      const shown = await previewed({ channel: 'email', event: 'triggered', parts, payload: given });
      expect(shown.of).toBe('payload');
      expect(shown.parts.text).toContain('Failure <b>rate</b> (cart): It is 42%\n');
      expect(shown.parts.html).toContain('<b>Failure &#60;b&#62;rate&#60;/b&#62; (cart)</b>');
    }
    expect(await counts()).toEqual(before);
  });

  test.each<readonly [string, unknown, string]>([
    ['broken JSON', '{"a": ', '$.payload'],
    ['no alert', { hello: 'world' }, ''],
  ])('of a payload with %s is refused, with the place', async (_, payload, path) => {
    expect(await preview({ channel: 'sms', event: 'triggered', payload })).toMatchObject({
      status: 422,
      body: {
        errors: [{ path: expect.stringContaining(path), found: expect.any(String), expected: expect.any(String) }],
      },
    });
  });

  test('of an incident is of that, for those who may see it', async () => {
    const incident = await house.elastic.fires('disk full');
    const given = { channel: 'sms', event: 'resolved', parts: { text: '{{ title }} {{ status }} {{ team }}' } };
    const shown = await previewed({ ...given, incident_id: incident });
    expect(shown.parts.text).toMatch(/^disk full .* resolved Payments https/);
    expect(await house.incident(incident)).toMatchObject({ status: 'triggered' });
    expect((await preview({ ...given, incident_id: NOBODY })).status).toBe(404);
    const team = await house.api.ok<{ id: string }>('POST', '/v1/teams', { name: 'Others' });
    const user = await house.api.ok<{ id: string }>('POST', '/v1/users', { name: 'eve', username: 'eve' });
    await house.api.ok('PUT', `/v1/users/${user.id}/roles`, { roles: [{ role: 'manager', team_id: team.id }] });
    const { token } = await house.api.ok<{ token: string }>('POST', '/v1/tokens', { name: 'eve', user_id: user.id });
    const asEve = (body: object) => house.api.as(token).call('POST', '/v1/templates/preview', body);
    expect((await asEve({ ...given, team_id: team.id })).status).toBe(200);
    expect((await asEve({ ...given, team_id: team.id, incident_id: incident })).status).toBe(404);
    expect((await asEve(given)).status).toBe(403);
  });

  test('says what is cut, what came to nothing, and what costs more', async () => {
    const warnings = async (channel: string, text: string) =>
      (await previewed({ channel, event: 'triggered', parts: { text } })).warnings.join();
    expect(await warnings('sms', 'long '.repeat(200))).toContain('was cut');
    expect(await warnings('sms', '支払い')).toContain('letters that GSM has not');
    expect(await warnings('sms', '{% if false %}x{% endif %}')).toContain('nothing came of the template');
  });

  test('of what is stored, of a shift, and of what cannot be used', async () => {
    await put({ subject: 'All: {{ schedule }}', text: 'for all' }, 'email/handoff');
    await put({ subject: 'Own: {{ schedule }}' }, 'email/handoff', house.teamId);
    const shown = await previewed({ channel: 'email', event: 'handoff', team_id: house.teamId });
    expect(shown.parts).toMatchObject({ subject: 'Own: Payments primary', text: 'for all\n' });
    expect(await preview({ channel: 'email', event: 'handoff', parts: { text: LOOP } })).toMatchObject({
      status: 400,
      body: { errors: [{ path: '$.parts.text' }] },
    });
    for (const wrong of [
      { event: 'handoff', incident_id: NOBODY },
      { event: 'triggered', incident_id: NOBODY, payload: {} },
      { event: 'triggered', team_id: NOBODY },
    ]) {
      expect([400, 422]).toContain((await preview({ channel: 'email', ...wrong })).status);
    }
  });
});
