import { expect, jest, test } from '@jest/globals';
import { configure, fireEvent, screen, waitFor } from '@testing-library/react';
import type { SourceAnswer } from 'incident-core';
import { FakeCore } from '../../fake-core.fixture';
import { SourceDialog } from './source-dialog';

// A busy machine takes its time.
configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });
jest.setTimeout(120_000);

const id = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b41';
const source = { id, name: 'kibana', team_id: null, storm_rate: 100 } as SourceAnswer;

async function show(given?: SourceAnswer): Promise<FakeCore> {
  const core = new FakeCore({ read: true, respond: true, manage: true });
  core.answers['GET /teams'] = { body: { items: [], next_cursor: null } };
  core.answers['GET /sources'] = { body: { items: [], next_cursor: null } };
  core.answers['POST /sources'] = { body: source };
  core.answers[`PATCH /sources/${id}`] = { body: source };
  const opened = given && { item: given, tag: '"1"', reload: () => undefined };
  core.show(<SourceDialog {...(opened && { opened })} onClose={() => undefined} />);
  await screen.findByTestId('incidentsSourceDialog');
  return core;
}

test('a new source collects storms at the usual rate', async () => {
  const core = await show();
  fireEvent.change(screen.getByTestId('incidentsSourceName'), { target: { value: 'shop' } });
  fireEvent.click(screen.getByTestId('incidentsSourceSave'));
  await waitFor(() => expect(core.sent['POST /sources']).toEqual({ name: 'shop', team_id: null, storm_rate: 100 }));
});

test('the rate is changed, and collecting is switched off', async () => {
  const core = await show(source);
  fireEvent.change(screen.getByTestId('incidentsSourceStormRate'), { target: { value: '20' } });
  fireEvent.click(screen.getByTestId('incidentsSourceSave'));
  await waitFor(() => expect(core.sent[`PATCH /sources/${id}`]).toMatchObject({ storm_rate: 20 }));
  fireEvent.click(screen.getByTestId('incidentsSourceStorm'));
  expect(screen.queryByTestId('incidentsSourceStormRate')).toBeNull();
  fireEvent.click(screen.getByTestId('incidentsSourceSave'));
  await waitFor(() => expect(core.sent[`PATCH /sources/${id}`]).toMatchObject({ storm_rate: null }));
});

test('a source that may send what it wants stays so', async () => {
  const core = await show({ ...source, storm_rate: null });
  expect(screen.queryByTestId('incidentsSourceStormRate')).toBeNull();
  fireEvent.click(screen.getByTestId('incidentsSourceSave'));
  await waitFor(() => expect(core.sent[`PATCH /sources/${id}`]).toMatchObject({ storm_rate: null }));
});
