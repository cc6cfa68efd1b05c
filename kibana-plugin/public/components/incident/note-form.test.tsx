import { expect, test } from '@jest/globals';
import { configure, fireEvent, screen, waitFor } from '@testing-library/react';
import { BACKEND_PROBLEMS } from '../../../common/problems';
import { FakeCore } from '../../fake-core.fixture';
import { incident } from '../../incident.fixture';
import { NoteForm } from './note-form';

// A busy machine takes its time.
configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });

const { id } = incident();
const call = `POST /incidents/${id}/notes`;

test('a note that no answer came to stays, is said to be perhaps written, and is sent as the same once more', async () => {
  const core = new FakeCore();
  core.answers[call] = { status: 503, body: { message: 'slow', attributes: BACKEND_PROBLEMS.slow } };
  core.show(<NoteForm id={id} />);
  const field = screen.getByTestId<HTMLTextAreaElement>('incidentsNote');
  const send = async (text: string) => {
    const count = core.keys[call]?.length ?? 0;
    fireEvent.change(field, { target: { value: text } });
    fireEvent.click(await screen.findByTestId('incidentsNoteSend'));
    await waitFor(() => expect(core.keys[call]).toHaveLength(count + 1));
  };
  await send('The disk is on order.');
  const title = 'It is not known whether it was done: look before you try again';
  await waitFor(() => expect(core.toasts).toEqual([`${title}: ${BACKEND_PROBLEMS.slow.title}`]));
  expect(field.value).toBe('The disk is on order.');
  core.answers[call] = { status: 201, body: {} };
  await send('The disk is on order.');
  await waitFor(() => expect(field.value).toBe(''));
  await send('The disk is on order.');
  const [first, again, later] = core.keys[call] ?? [];
  expect(first).toBeTruthy();
  expect(again).toBe(first);
  expect(later).not.toBe(first);
});
