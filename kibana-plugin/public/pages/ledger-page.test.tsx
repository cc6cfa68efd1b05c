import { expect, jest, test } from '@jest/globals';
import { configure, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { createMemoryHistory } from 'history';
import type { NotificationAnswer } from 'incident-core';
import { Router } from 'react-router-dom';
import { chain, detail, entry, EVENT, INCIDENT } from '../components/ledger/ledger.fixture';
import { Providers } from '../components/providers';
import { FakeCore } from '../fake-core.fixture';
import { sharedServices } from '../services';
import { LedgerPage } from './ledger-page';

configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });
jest.setTimeout(120_000);

const at = '2027-01-05T03:00:02.000Z';
const page = (...items: readonly unknown[]) => ({ body: { items, next_cursor: null } });

function show(path: string, fake: FakeCore) {
  const history = createMemoryHistory({ initialEntries: [path] });
  render(
    <Providers services={sharedServices(fake.start, {})}>
      <Router history={history}>
        <LedgerPage />
      </Router>
    </Providers>,
  );
  return history;
}

function core(): FakeCore {
  const fake = new FakeCore();
  fake.answers['GET /sources'] = page();
  fake.answers['GET /ledger/refused'] = page();
  return fake;
}

test('what could not be read and what went to nobody is counted, and one click away', async () => {
  const fake = core();
  fake.answers['GET /ledger'] = page(entry({ outcome: 'unreadable', incident: null }));
  fake.answers['GET /incidents'] = { body: { items: Array.from({ length: 200 }, () => ({})), next_cursor: 'more' } };
  const history = show('/ledger', fake);
  await screen.findByText(/Unreadable in .*7.* days: .*1/);
  await screen.findByText(/Unrouted, open: .*200\+/);
  fireEvent.click(screen.getByTestId('incidentsLedgerUnreadable'));
  expect(history.location.search).toBe('?outcome=unreadable');
  fireEvent.click(screen.getByTestId('incidentsLedgerUnrouted'));
  expect(fake.visited).toEqual(['/app/incidents/?unrouted=true']);
});

test('alerts are listed with what became of them; what no webhook brought says so', async () => {
  const fake = core();
  fake.answers['GET /ledger'] = page(
    entry(),
    entry({ position: 1, via: 'pull', outcome: 'duplicate', incident: null }),
    entry({ position: 2, outcome: 'unreadable', reason: 'not_json', incident: null, found: '<img src=x>' }),
  );
  fake.answers['GET /ledger/refused'] = page({
    ...{ id: EVENT, source: null, reason: 'unknown_token', count: 1_234, first_at: at, last_at: at },
  });
  show('/ledger', fake);
  const rows = await screen.findAllByTestId('incidentsLedgerRow');
  expect(rows.map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/kibana.*Opened an incident.*#7 disk full/),
    expect.stringMatching(/Found only by pull.*Duplicate/),
    expect.stringMatching(/Unreadable.*the body is no JSON.*<img src=x>/),
  ]);
  expect(document.querySelector('img[src="x"]')).toBeNull();
  fireEvent.click(await screen.findByText('Posts that were refused, and not kept'));
  expect((await screen.findByTestId('incidentsRefusedRow')).textContent).toMatch(/a token that nobody knows.*1,234/);
});

test('what is searched for stands in the address; what cannot be meant is said', async () => {
  const fake = core();
  fake.answers['GET /ledger'] = page();
  fake.answers['GET /incidents'] = page({ id: INCIDENT });
  const history = show('/ledger', fake);
  await screen.findByTestId('incidentsEmpty');
  const search = () => screen.getByTestId('incidentsLedgerSearch');
  const seek = (text: string) => {
    fireEvent.change(search(), { target: { value: text } });
    fireEvent.keyUp(search(), { key: 'Enter', target: { value: text } });
  };
  seek('disk full');
  await screen.findByText(/Expected the id of an event/);
  seek('#7');
  await waitFor(() => expect(history.location.search).toBe(`?incident=${INCIDENT}`));
  fireEvent.click(await screen.findByTestId('incidentsFaceAction'));
  await waitFor(() => expect(history.location.search).toBe(''));
});

test('one alert is followed from its post to the message, with times and reasons; its body stays text', async () => {
  const fake = core();
  const told: NotificationAnswer = {
    ...{ event: 'escalation_step', id: EVENT, recipient: { type: 'user', id: EVENT, name: 'Ada' }, channel: 'email' },
    ...{ address: null, passage: { run: 1, round: 1, step: 1 }, on_call: false, because: null, status: 'sent' },
    ...{ reason: null, merged_into: null, created_at: at, due_at: null, hold: null, sent_at: at, delivered_at: null },
    ...{ ended_at: at, attempts: [] },
  };
  fake.answers[`GET /ledger/${EVENT}`] = {
    body: detail({
      via: 'pull',
      body: { form: 'text', content: '<script>alert(1)</script>\u202egpj' },
      entries: [chain({ notifications: [told], end_at: at })],
    }),
  };
  show(`/ledger/${EVENT}`, fake);
  const shown = (await screen.findByTestId('incidentsChain')).textContent ?? '';
  expect(shown).toMatch(
    /Received.*kibana.*Found only by pull.*Read as an alert.*Active.*Opened an incident.*#7 disk full/,
  );
  expect(shown).toMatch(/Who was told.*Sent.*Ada by e-mail: the incident.*\(\+2 s\)/);
  expect(screen.getByTestId('incidentsChainEnd').textContent).toMatch(/Somebody was told.*2 s after it was received/);
  expect((await screen.findByTestId('incidentsRawBody')).textContent).toContain('<script>alert(1)</script>gpj');
});

test.each([
  ['open', detail({ entries: [] }), 'incidentsChainOpen', /Nothing became of it yet/],
  ['hidden from who only looks', detail({ body: null, body_hidden: 'role' }), 'incidentsRawHidden', /may respond/],
  ['thrown away', detail({ body: null, body_hidden: 'thrown_away' }), 'incidentsRawHidden', /not kept any more/],
  [
    'unreadable',
    detail({ entries: [chain({ path: 'line 1, column 3', found: '<b>', expected: 'a value' })] }),
    'incidentsChainProblem',
    /At line 1, column 3: found <b>; expected a value/,
  ],
])('what is %s is said in words', async (_, body, subject, words) => {
  const fake = core();
  fake.answers[`GET /ledger/${EVENT}`] = { body };
  show(`/ledger/${EVENT}`, fake);
  expect((await screen.findByTestId(subject)).textContent).toMatch(words);
});

test('without the backend, and for what is not there, there is a face', async () => {
  const fake = core();
  fake.answers['GET /ledger'] = { status: 403, body: { message: 'no' } };
  show('/ledger', fake);
  await screen.findByTestId('incidentsForbidden');
});
