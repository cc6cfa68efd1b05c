import { expect, jest, test } from '@jest/globals';
import { configure, fireEvent, screen, waitFor } from '@testing-library/react';
import { useState, type ReactElement } from 'react';
import type { PullOffer } from '../../../common/setup';
import { FakeCore } from '../../fake-core.fixture';
import type { PullChoice } from '../../hooks/setup/apply';
import { PullPanel } from './pull-panel';

// A busy machine takes its time.
configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });
jest.setTimeout(120_000);

const none: PullOffer = { pull: null, elasticsearch_url: 'https://elasticsearch:9200', missing_privileges: [] };
const pull = {
  ...{ elasticsearch_url: 'https://es.example.com', kibana_url: null, write_back: false },
  ...{ pulled_at: '2027-01-05T03:12:00.000Z', fault: null },
} as NonNullable<PullOffer['pull']>;

/** The panel, and what was agreed to in it. */
function show(offer: PullOffer) {
  const core = new FakeCore();
  core.answers['POST /setup/pull-offer'] = { body: offer };
  const agreed: (PullChoice | null)[] = [];
  function Shown(): ReactElement {
    const [choice, choose] = useState<PullChoice | null>(null);
    const onChoose = (given: PullChoice | null) => {
      agreed.push(given);
      choose(given);
    };
    return <PullPanel sourceId={null} choice={choice} onChoose={onChoose} />;
  }
  core.show(<Shown />);
  return { core, agreed };
}

test('nothing is agreed to until somebody consents; then the addresses are there to be mended', async () => {
  const { core, agreed } = show(none);
  const consent = await screen.findByTestId('incidentsSetupPullConsent');
  expect(core.sent['POST /setup/pull-offer']).toEqual({ source_id: null });
  expect(screen.queryByTestId('incidentsSetupPullElasticsearch')).toBeNull();
  expect(agreed).toEqual([]);
  fireEvent.click(consent);
  const first = { elasticsearch_url: 'https://elasticsearch:9200', kibana_url: 'http://localhost', key_days: null };
  expect(agreed).toEqual([first]);
  fireEvent.change(screen.getByTestId('incidentsSetupPullElasticsearch'), { target: { value: ' https://es ' } });
  fireEvent.change(screen.getByTestId('incidentsSetupPullKibana'), { target: { value: '' } });
  fireEvent.change(screen.getByTestId('incidentsSetupPullDays'), { target: { value: '90' } });
  expect(agreed.at(-1)).toEqual({ elasticsearch_url: 'https://es', kibana_url: null, key_days: 90 });
  fireEvent.click(consent);
  expect(agreed.at(-1)).toBeNull();
});

test('one that is pulled says from where, and how it goes', async () => {
  show({ ...none, pull: { ...pull, fault: { kind: 'unauthorized', text: 'The key has ended.', since: '' } } });
  const text = await screen.findByTestId('incidentsSetupPullText');
  expect(text.textContent).toContain('https://es.example.com');
  expect(text.textContent).toContain('The key has ended.');
  expect(screen.getByText(/new key/)).toBeTruthy();
});

test('whose roles lack something is told what, and cannot make a key that sees nothing', async () => {
  show({ ...none, missing_privileges: [{ index: '.alerts-stack.*', privilege: 'read' }] });
  expect((await screen.findByTestId('incidentsSetupPullMissing')).textContent).toContain('read on .alerts-stack.*');
  expect(screen.queryByTestId('incidentsSetupPullConsent')).toBeNull();
});

test('one that writes back is not offered a key that cannot', async () => {
  show({ ...none, pull: { ...pull, write_back: true } });
  await waitFor(() => expect(screen.getByText(/made by hand/)).toBeTruthy());
  expect(screen.queryByTestId('incidentsSetupPullConsent')).toBeNull();
});
