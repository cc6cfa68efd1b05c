import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { useState, type ReactElement } from 'react';
import { FakeCore } from '../fake-core.fixture';
import { useMe, useReader } from './directory';

afterEach(() => void jest.useRealTimers());

function Name(): ReactElement {
  const me = useMe();
  return <p>{me === undefined ? 'not known yet' : (me?.name ?? 'nobody known')}</p>;
}

/** As where a page is joined by a flyout: the second asks once more when what is known is old. */
function Names(): ReactElement {
  const [areTwo, setTwo] = useState(false);
  return (
    <>
      <Name />
      {areTwo ? <Name /> : <button onClick={() => setTwo(true)}>open</button>}
    </>
  );
}

const names = () => [...document.querySelectorAll('p')].map(({ textContent }) => textContent);

test('whoever is known stays known when asking once more fails', async () => {
  jest.useFakeTimers({
    doNotFake: ['setTimeout', 'setInterval', 'queueMicrotask', 'nextTick', 'setImmediate', 'performance'],
  });
  const core = new FakeCore();
  core.answers['GET /status'] = { body: { acting_as: { name: 'Ada', role: 'responder' } } };
  core.answers['GET /users'] = { body: { items: [{ id: 'a', name: 'Ada L.', username: 'ada' }], next_cursor: null } };
  core.show(<Names />);
  expect(names()).toEqual(['not known yet']);
  await waitFor(() => expect(names()).toEqual(['Ada L.']));
  core.answers['GET /users'] = { status: 503, body: { message: 'not now' } };
  jest.setSystemTime(Date.now() + 10 * 60_000);
  const asked = core.asked.length;
  fireEvent.click(screen.getByText('open'));
  await waitFor(() => expect(core.asked.slice(asked)).toContain('GET /users'));
  await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
  expect(names()).toEqual(['Ada L.', 'Ada L.']);
});

test('where it cannot be asked it is nobody known', async () => {
  const core = new FakeCore();
  core.show(<Names />);
  await waitFor(() => expect(names()).toEqual(['nobody known']));
});

describe('who looks at the page', () => {
  function Known(): ReactElement {
    const { me, error, retry } = useReader();
    return (
      <>
        <p>{error === undefined ? (me?.name ?? (me === null ? 'not met yet' : 'being asked')) : 'not answered'}</p>
        <button onClick={retry}>again</button>
      </>
    );
  }
  const ada = { id: 'a', name: 'Ada L.', username: 'ada' };
  const [away, status] = [
    { status: 503, body: { message: 'not now' } },
    { acting_as: { name: 'Ada', role: 'viewer' } },
  ];
  const page = (...items: readonly unknown[]) => ({ body: { items, next_cursor: null } });

  test('somebody whom the backend has not met is not somebody who could not be asked for', async () => {
    const core = new FakeCore();
    core.answers['GET /status'] = { body: status };
    core.answers['GET /users'] = page();
    core.show(<Known />);
    await waitFor(() => expect(names()).toEqual(['not met yet']));
  });

  test.each(['GET /status', 'GET /users'])('when %s fails, that alone is asked once more', async (failing) => {
    const core = new FakeCore();
    const answers = { 'GET /status': { body: status }, 'GET /users': page(ada) };
    Object.assign(core.answers, answers, { [failing]: away });
    core.show(<Known />);
    await waitFor(() => expect(names()).toEqual(['not answered']));
    await waitFor(() => expect(core.asked).toHaveLength(2));
    Object.assign(core.answers, answers);
    fireEvent.click(screen.getByText('again'));
    await waitFor(() => expect(names()).toEqual(['Ada L.']));
    expect(core.asked.slice(2)).toEqual([failing]);
  });
});
