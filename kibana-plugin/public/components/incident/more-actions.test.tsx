import { beforeEach, expect, test } from '@jest/globals';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import type { IncidentDetail } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { BACKEND_PROBLEMS } from '../../../common/problems';
import { FakeCore } from '../../fake-core.fixture';
import { incident } from '../../incident.fixture';
import { MoreActions } from './more-actions';

const { id } = incident();
let core: FakeCore;
beforeEach(() => {
  core = new FakeCore();
  for (const verb of ['release', 'snooze', 'reopen', 'keep-open', 'assign', 'responders', 'escalate', 'merge']) {
    core.answers[`POST /incidents/${id}/${verb}`] = { body: incident() };
  }
});

async function choose(over: Partial<IncidentDetail>, ...subjects: readonly string[]): Promise<void> {
  core.show(<MoreActions incident={incident(over)} size="s" isDisabled={false} />);
  fireEvent.click(screen.getByText('More'));
  for (const subject of subjects) {
    const selector = `[data-test-subj="${subject}"]`;
    await waitFor(() => expect(document.querySelector(selector)).not.toBeNull());
    fireEvent.click(document.querySelector(selector) as Element);
  }
}
const offered = () =>
  [...document.querySelectorAll('[data-test-subj^="incidentsChange-"]')].map((each) =>
    each.getAttribute('data-test-subj')?.replace('incidentsChange-', ''),
  );

test.each<[IncidentDetail['status'], readonly string[]]>([
  ['triggered', ['escalate', 'snooze', 'assign', 'responders', 'merge', 'silence']],
  ['acknowledged', ['escalate', 'snooze', 'release', 'assign', 'responders', 'merge', 'silence']],
  ['in_progress', ['escalate', 'release', 'assign', 'responders', 'merge', 'silence']],
  ['resolved', ['reopen']],
])('of a %s incident can be changed: %j', async (status, expected) => {
  await choose({ status });
  await waitFor(() => expect(offered()).toEqual(expected));
});

test('what would resolve by itself can be kept open', async () => {
  await choose({ status: 'in_progress', resolve_due_at: '2027-01-05T04:12:00.000Z' });
  await waitFor(() => expect(offered()).toContain('keep-open'));
});

test.each([
  [['incidentsChange-escalate'], 'escalate'],
  [['incidentsChange-release'], 'release'],
  [['incidentsChange-snooze', 'incidentsChange-snooze-1h'], 'snooze'],
])('%j asks the backend once', async (subjects, verb) => {
  await choose({ status: 'acknowledged' }, ...subjects);
  const asked = `POST /incidents/${id}/${verb}`;
  await waitFor(() => expect(core.asked.filter((each) => each === asked)).toHaveLength(1));
});

test('a snooze says until when', async () => {
  const before = Date.now();
  await choose({ status: 'triggered' }, 'incidentsChange-snooze', 'incidentsChange-snooze-4h');
  await waitFor(() => expect(core.sent).toHaveProperty([`POST /incidents/${id}/snooze`]));
  const { until } = core.sent[`POST /incidents/${id}/snooze`] as { readonly until: string };
  expect(Date.parse(until) - before).toBeGreaterThanOrEqual(4 * 3_600_000);
});

test('a silence is made on its own page, of what is like the incident', async () => {
  await choose({ status: 'triggered', service: 'check out', environment: 'production' }, 'incidentsChange-silence');
  await waitFor(() => expect(core.visited).toHaveLength(1));
  const url = new URL(core.visited[0] ?? '', 'http://kibana');
  expect(url.pathname).toBe('/app/incidents/silences');
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    edit: 'new',
    service: 'check out',
    environment: 'production',
  });
});

test('to escalate again when no answer came is the same once more, until the incident stands at another step', async () => {
  const escalate = `POST /incidents/${id}/escalate`;
  core.answers[escalate] = { status: 503, body: { message: 'slow', attributes: BACKEND_PROBLEMS.slow } };
  const at = (step: number) =>
    incident({ escalation: { run: 1, round: 1, step, of: 2, status: 'notified', due_at: null } });
  function Shown(): ReactElement {
    const [step, setStep] = useState(1);
    return (
      <>
        <button onClick={() => setStep(2)}>on</button>
        <MoreActions incident={at(step)} size="s" isDisabled={false} />
      </>
    );
  }
  core.show(<Shown />);
  const click = async (count: number) => {
    fireEvent.click(screen.getByText('More'));
    await waitFor(() => expect(offered()).toContain('escalate'));
    fireEvent.click(document.querySelector('[data-test-subj="incidentsChange-escalate"]') as Element);
    await waitFor(() => expect(core.toasts).toHaveLength(count));
    await waitFor(() => expect(offered()).toEqual([]));
  };
  await click(1);
  expect(core.toasts[0]).toMatch(/^#7: it is not known whether it was done/);
  await click(2);
  fireEvent.click(screen.getByText('on'));
  await click(3);
  const [first, again, later] = core.keys[escalate] ?? [];
  expect(first).toBeTruthy();
  expect(again).toBe(first);
  expect(later).not.toBe(first);
});
