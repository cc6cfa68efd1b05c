import { expect, test } from '@jest/globals';
import { configure, fireEvent, screen, waitFor } from '@testing-library/react';
import type { ReactElement } from 'react';
import { FakeCore } from '../../fake-core.fixture';
import { useSetupConfig, type SetupStore } from './config';

configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });

const page = (...items: readonly unknown[]) => ({ body: { items, next_cursor: null } });
const cart = { service: 'cart', environment: null };
const kept = { managed_by: 'ui', file: null };

/** A page on which a click does what a test wants. */
function shown(doing: (store: SetupStore) => void, ...mappings: readonly object[]) {
  const core = new FakeCore();
  core.answers['GET /teams'] = page({ id: 'team-1', name: 'Payments' });
  core.answers['GET /thresholds'] = page();
  core.answers['GET /team-mappings'] = page(...mappings);
  function Page(): ReactElement | null {
    const store = useSetupConfig();
    if (store.isLoading) return null;
    return (
      <button data-test-subj="do" onClick={() => doing(store)}>
        {`${store.mappings.length} ${store.layers.length} ${store.isSaving ? 'saving' : 'kept'}`}
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
  const core = shown((store) => store.map([{ service: 'Cart', team: 'Payments' }]), there);
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
  const core = shown((store) => {
    store.unmap({ service: 'cart', team: 'Payments' });
    store.map([{ service: 'search', team: 'Payments' }]);
  }, there);
  core.answers['DELETE /team-mappings/map-1'] = { status: 409, body: { message: 'kept in a file' } };
  core.answers['POST /team-mappings'] = { body: {} };
  fireEvent.click(await screen.findByTestId('do'));
  await waitFor(() => expect(writes(core)).toEqual(['DELETE /team-mappings/map-1', 'POST /team-mappings']));
  expect(core.toasts).toEqual(['It could not be kept: kept in a file']);
});
