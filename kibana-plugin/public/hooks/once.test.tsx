import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { act, fireEvent, render, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { useOnce } from './once';

function Button({ what }: { readonly what: () => Promise<void> }): ReactElement {
  const [run, isRunning] = useOnce();
  return <button onClick={() => run(what)}>{isRunning ? 'running' : 'idle'}</button>;
}

/** React 17 warns of what it calls a leak. */
const warned = jest.spyOn(console, 'error');
beforeEach(() => void warned.mockClear());
afterEach(() => expect(warned).not.toHaveBeenCalled());

test('a second click while the first is running does nothing', async () => {
  const ends: (() => void)[] = [];
  render(<Button what={() => new Promise((resolve) => void ends.push(resolve))} />);
  fireEvent.click(screen.getByRole('button'));
  fireEvent.click(screen.getByText('running'));
  expect(ends).toHaveLength(1);
  await act(() => Promise.resolve(ends[0]?.()));
  await screen.findByText('idle');
});

test('what ends after its button has gone changes nothing there', async () => {
  const ends: (() => void)[] = [];
  const { unmount } = render(<Button what={() => new Promise((resolve) => void ends.push(resolve))} />);
  fireEvent.click(screen.getByRole('button'));
  unmount();
  await act(() => Promise.resolve(ends[0]?.()));
});
