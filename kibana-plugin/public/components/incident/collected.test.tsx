import { expect, test } from '@jest/globals';
import { screen } from '@testing-library/react';
import type { IncidentDetail } from 'incident-core';
import { FakeCore } from '../../fake-core.fixture';
import { Collected } from './collected';

const at = '2027-01-05T03:12:00.000Z';
const collected: NonNullable<IncidentDetail['collected']> = {
  source: { id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b41', name: '<b>kibana</b>' },
  rate: 100,
  keys: 4_900,
  active: 12,
  first_at: at,
  last_at: at,
  services: [
    { service: 'checkout', environment: 'production', keys: 3_000, alerts: 30_000 },
    { service: null, environment: null, keys: 1_900, alerts: 1_901 },
  ],
  rules: [{ rule: 'Latency', keys: 4_900, alerts: 31_901 }],
};

test('a storm says how much it brought, of which services and rules', async () => {
  new FakeCore().show(<Collected collected={collected} received={31_901} />);
  const what = (await screen.findByText(/What the storm from/)).textContent ?? '';
  expect(what.replaceAll(/[\u2068\u2069]/g, '')).toBe('What the storm from <b>kibana</b> brought');
  const figures = [...document.querySelectorAll('[data-test-subj="incidentsCollectedFigure"]')];
  expect(figures.map(({ textContent }) => textContent)).toEqual([
    'Alerts received31,901',
    expect.stringMatching(/^Different problems4,900.*12.* active now$/),
    'Held back4,899incidents that nobody was paged for',
    expect.stringMatching(/^Since.*2027.* – .*2027/),
  ]);
  expect(screen.getByText('checkout, production')).toBeTruthy();
  expect(screen.getByText('30000')).toBeTruthy();
  expect(screen.getByText('Latency')).toBeTruthy();
});

test('one of a source that is gone names it by its id, and has nothing to show of what is gone with it', async () => {
  const gone = { ...collected, source: { ...collected.source, name: null } };
  new FakeCore().show(
    <Collected collected={{ ...gone, first_at: null, last_at: null, services: [], rules: [] }} received={0} />,
  );
  expect((await screen.findByText(/What the storm from/)).textContent).toContain('01a3c9de');
});
