import { expect, test } from '@jest/globals';
import { act, configure, fireEvent, screen, waitFor } from '@testing-library/react';
import { useState, type ReactElement } from 'react';
import { FakeCore } from '../fake-core.fixture';
import { useAttempt } from './attempt';

// A busy machine takes its time.
configure({ asyncUtilTimeout: 15_000 });

const nothing = [] as const;
let fail: (error: Error) => void;
const call = () => new Promise<void>((_, reject) => (fail = reject));

function Form(): ReactElement {
  const { attempt, isRunning } = useAttempt(nothing);
  const [refusal, setRefusal] = useState<unknown>(undefined);
  return (
    <>
      <button onClick={() => attempt(call, () => undefined, setRefusal)}>{isRunning ? 'saving' : 'save'}</button>
      {refusal instanceof Error && <p>{`refused: ${refusal.message}`}</p>}
    </>
  );
}

function Page(): ReactElement {
  const [isOpen, setOpen] = useState(true);
  return isOpen ? (
    <>
      <Form />
      <button onClick={() => setOpen(false)}>close</button>
    </>
  ) : (
    <p>closed</p>
  );
}

test('a form that is shown says itself what it was refused for', async () => {
  const core = new FakeCore();
  core.show(<Page />);
  fireEvent.click(screen.getByText('save'));
  await screen.findByText('saving');
  fail(new Error('not for your team'));
  await screen.findByText('refused: not for your team');
  await screen.findByText('save');
  expect(core.toasts).toEqual([]);
});

test('of one that was closed meanwhile a toast says it', async () => {
  const core = new FakeCore();
  core.show(<Page />);
  fireEvent.click(screen.getByText('save'));
  await screen.findByText('saving');
  fireEvent.click(screen.getByText('close'));
  await screen.findByText('closed');
  await act(() => Promise.resolve(fail(new Error('not for your team'))));
  await waitFor(() => expect(core.toasts).toEqual(['Nothing was changed: not for your team']));
});
