import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import type { ReactElement } from 'react';
import { ApiProblem } from '../api/problem';
import { useIntents } from './intents';

const keys: string[] = [];
const times: number[] = [];
let isAnswered: boolean;
let failure: Error;

beforeEach(() => {
  keys.length = times.length = 0;
  isAnswered = false;
  failure = new Error('no answer');
});
afterEach(() => void jest.restoreAllMocks());

function Button({ meant }: { readonly meant: string }): ReactElement {
  const send = useIntents();
  const make = (key: string, at: number) => {
    keys.push(key);
    times.push(at);
    return isAnswered ? Promise.resolve() : Promise.reject(failure);
  };
  return <button onClick={() => void send({ meant }, make).catch(() => undefined)}>{meant}</button>;
}

async function click(meant: string): Promise<string | undefined> {
  const count = keys.length;
  fireEvent.click(screen.getByText(meant));
  await waitFor(() => expect(keys).toHaveLength(count + 1));
  return keys.at(-1);
}

test('what is meant keeps its key and its time until it succeeds; what is meant beside or after it has another', async () => {
  const { rerender } = render(<Button meant="one" />);
  const first = await click('one');
  expect(first).toMatch(/^[\da-f]{32}$/);
  jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
  expect(await click('one')).toBe(first);
  expect(times[1]).toBe(times[0]);
  rerender(<Button meant="other" />);
  expect(await click('other')).not.toBe(first);
  rerender(<Button meant="one" />);
  isAnswered = true;
  expect(await click('one')).toBe(first);
  expect(await click('one')).not.toBe(first);
});

test('what was made while its answer was lost has been made: the same again is another', async () => {
  const type = 'urn:incidents:problem:idempotency-answer-lost';
  failure = new ApiProblem({ type, title: 'Lost', status: 409 });
  render(<Button meant="lost" />);
  expect(await click('lost')).not.toBe(await click('lost'));
});
