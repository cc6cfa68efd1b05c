import { expect, test } from '@jest/globals';
import { configure, fireEvent, screen, waitFor } from '@testing-library/react';
import { useRef, type ReactElement } from 'react';
import type { SetupItem } from '../../../common/setup';
import { FakeCore } from '../../fake-core.fixture';
import { useApply, type ApplyState } from './apply';
import type { ConnectorState } from './connector';
import type { PlanNow } from './queries';

configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });

const OURS = ['incidents-for-kibana'];
const rewrite = (kind: 'update' | 'drift', id: string, to = id) =>
  ({ kind, id, name: id, changes: [], enable: false, update: { name: to } }) as unknown as SetupItem;
const remove = (id: string): SetupItem => ({ kind: 'delete', id, name: id, reason: 'unmapped' });

/** Applies what was chosen to a Kibana in which this is to be done by now; what came of it, and what was written. */
async function apply(chosen: readonly SetupItem[], now: PlanNow) {
  const core = new FakeCore();
  const pull = { kind: 'pull', reason: 'licence', needs: 'gold' };
  core.answers['GET /api/actions/connector_types'] = { body: [] };
  core.answers['POST /setup/connector'] = { body: { id: 'connector', plan: pull, token_id: null } };
  for (const { id } of chosen) {
    core.answers[`PUT /api/alerting/rule/${id}`] = { body: {} };
    core.answers[`DELETE /api/alerting/rule/${id}`] = { status: 204, body: null };
  }
  const connector = { need: { space: 'default', source: null, newName: 'kibana default' } } as ConnectorState;
  let state: ApplyState = { kind: 'idle' };
  function Page(): ReactElement {
    const work = useApply();
    const wish = useRef({ connector, chosen, pull: null, plan: () => Promise.resolve(now) });
    state = work.state;
    return (
      <button data-test-subj="do" onClick={() => void work.start(wish.current)}>
        {work.state.kind}
      </button>
    );
  }
  core.show(<Page />);
  fireEvent.click(await screen.findByTestId('do'));
  await waitFor(() => expect(state.kind).toBe('ended'));
  const writes = core.asked.filter((call) => /^(PUT|POST|DELETE) \/api\/alerting/.test(call));
  return { state, writes, sent: core.sent };
}

test('what was changed by hand, or made somebody’s own, since it was looked at is left alone and said', async () => {
  const chosen = [rewrite('update', 'edited'), rewrite('update', 'same'), remove('disowned')];
  const { state, writes } = await apply(chosen, {
    items: [rewrite('drift', 'edited'), rewrite('update', 'same'), rewrite('update', 'unseen')],
    rules: [...['edited', 'same', 'unseen'].map((id) => ({ id, tags: OURS })), { id: 'disowned', tags: ['mine'] }],
  });
  expect(writes).toEqual(['PUT /api/alerting/rule/same']);
  expect(state).toMatchObject({
    how: 'failed',
    total: 3,
    done: [
      { id: 'edited', outcome: 'failed', reason: 'changed_meanwhile' },
      { id: 'disowned', outcome: 'failed', reason: 'changed_meanwhile' },
      { id: 'same', outcome: 'updated' },
    ],
  });
});

test('what is as it was looked at is written as the new plan says, taken over and deleted', async () => {
  const chosen = [rewrite('drift', 'taken', 'before'), remove('old'), remove('gone')];
  const { state, writes, sent } = await apply(chosen, {
    items: [rewrite('drift', 'taken', 'after'), remove('old')],
    rules: ['taken', 'old'].map((id) => ({ id, tags: OURS })),
  });
  expect(writes).toEqual(['PUT /api/alerting/rule/taken', 'DELETE /api/alerting/rule/old']);
  expect(sent['PUT /api/alerting/rule/taken']).toEqual({ name: 'after' });
  expect(state).toMatchObject({ how: 'done', total: 2 });
});
