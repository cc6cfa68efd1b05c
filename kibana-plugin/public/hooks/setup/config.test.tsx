import { expect, test } from '@jest/globals';
import { configure, fireEvent, screen, waitFor } from '@testing-library/react';
import type { ReactElement } from 'react';
import { FakeCore } from '../../fake-core.fixture';
import { useSetupConfig, type SetupStore } from './config';

configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });

const page = (...items: readonly unknown[]) => ({ body: { items, next_cursor: null } });
const cart = { service: 'cart', environment: null };
const kept = { managed_by: 'ui', file: null, updated_at: '2027-01-05T03:00:00.000Z' };

/** A page on which a click does what a test wants. */
function shown(doing: (store: SetupStore) => void, mappings: readonly object[] = [], layers: readonly object[] = []) {
  const core = new FakeCore();
  core.answers['GET /teams'] = page({ id: 'team-1', name: 'Payments' });
  core.answers['GET /thresholds'] = page(...layers);
  core.answers['GET /team-mappings'] = page(...mappings);
  core.answers['GET /team-mappings/map-1'] = { body: mappings[0], etag: '"1"' };
  function Page(): ReactElement | null {
    const store = useSetupConfig();
    if (store.isLoading) return null;
    return (
      <button data-test-subj="do" onClick={() => doing(store)}>
        {`${store.mappings.length} ${store.layers.length} ${store.conflicts.length} ${store.isSaving ? 'saving' : 'kept'}`}
      </button>
    );
  }
  core.show(<Page />);
  return core;
}

const writes = (core: FakeCore) => core.asked.filter((call) => !call.startsWith('GET'));

test('two changes of one layer, however fast, are both kept', async () => {
  const core = shown((store) => {
    store.changeLayer(cart, (said) => ({ ...said, latency: { threshold_ms: 900 } }));
    store.changeLayer(cart, (said) => ({ ...said, error_count: { threshold_count: 5 } }));
  });
  const button = await screen.findByTestId('do');
  const layer = { id: 'layer-1', ...cart, ...kept, overrides: { latency: { threshold_ms: 900 } } };
  core.answers['POST /thresholds'] = { body: layer };
  core.answers['GET /thresholds'] = page(layer);
  core.answers['GET /thresholds/layer-1'] = { body: layer, etag: '"1"' };
  core.answers['PUT /thresholds/layer-1'] = { body: layer };
  fireEvent.click(button);
  await waitFor(() => expect(button.textContent).toContain('kept'));
  expect(writes(core)).toEqual(['POST /thresholds', 'PUT /thresholds/layer-1']);
  expect(core.sent['PUT /thresholds/layer-1']).toEqual({
    overrides: { latency: { threshold_ms: 900 }, error_count: { threshold_count: 5 } },
  });
});

test('a mapping takes the place of the one for the same services, and is sent by the ids of teams', async () => {
  const there = { id: 'map-1', ...cart, label: null, team_id: 'team-2', ...kept };
  const core = shown((store) => store.map([{ service: 'Cart', team: 'Payments' }]), [there]);
  core.answers['PUT /team-mappings/map-1'] = { body: {} };
  fireEvent.click(await screen.findByTestId('do'));
  await waitFor(() => expect(writes(core)).toEqual(['PUT /team-mappings/map-1']));
  expect(core.sent['PUT /team-mappings/map-1']).toEqual({
    service: 'Cart',
    label: null,
    environment: null,
    team_id: 'team-1',
  });
});

test('a change that is refused is told, and the next one is made all the same', async () => {
  const there = { id: 'map-1', ...cart, label: null, team_id: 'team-1', ...kept };
  const core = shown(
    (store) => {
      store.unmap({ service: 'cart', team: 'Payments' });
      store.map([{ service: 'search', team: 'Payments' }]);
    },
    [there],
  );
  core.answers['DELETE /team-mappings/map-1'] = { status: 409, body: { message: 'kept in a file' } };
  core.answers['POST /team-mappings'] = { body: {} };
  fireEvent.click(await screen.findByTestId('do'));
  await waitFor(() => expect(writes(core)).toEqual(['DELETE /team-mappings/map-1', 'POST /team-mappings']));
  expect(core.toasts).toEqual(['It could not be kept: kept in a file']);
});

test('a layer that somebody else changed after it was shown is not overwritten, until somebody insists', async () => {
  const seen = { id: 'layer-1', ...cart, ...kept, overrides: { latency: { threshold_ms: 500 } } };
  const current = { ...seen, updated_at: '2027-01-05T03:02:00.000Z', overrides: { latency: { threshold_ms: 700 } } };
  const core = shown(
    (store) => {
      const [conflict] = store.conflicts;
      if (conflict) conflict.edit.send({ tag: '"2"' });
      else store.changeLayer(cart, (said) => ({ ...said, latency: { threshold_ms: 900 } }));
    },
    [],
    [seen],
  );
  core.answers['GET /thresholds/layer-1'] = { body: current, etag: '"2"' };
  const attributes = { type: 'urn:x', title: 'It was changed meanwhile', status: 412, etag: '"2"', current };
  core.answers['PUT /thresholds/layer-1'] = { status: 412, body: { message: 'x', attributes } };
  const button = await screen.findByText(/0 1 0 kept/);
  fireEvent.click(button);
  await waitFor(() => expect(button.textContent).toBe('0 1 1 kept'));
  expect(core.spokeOf['PUT /thresholds/layer-1']).not.toBe('"2"');
  expect(core.toasts).toEqual([]);
  core.answers['PUT /thresholds/layer-1'] = { body: current };
  fireEvent.click(button);
  await waitFor(() => expect(button.textContent).toBe('0 1 0 kept'));
  expect(core.spokeOf['PUT /thresholds/layer-1']).toBe('"2"');
  expect(core.sent['PUT /thresholds/layer-1']).toEqual({ overrides: { latency: { threshold_ms: 900 } } });
});
