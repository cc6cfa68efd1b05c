import { EuiButton, EuiFlexGroup, EuiFlexItem, EuiSpacer, EuiTextArea } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { failureTitle } from '../../api/problem';
import { useActions } from '../../hooks/actions';
import { useDraft } from '../../hooks/draft';
import { useNote } from '../../hooks/incidents';
import { useServices } from '../../hooks/services';
import { Subdued } from '../small';

const LONGEST = 10_000;

/** What is written here is kept until it is in the timeline, also when the session ends in the middle of it. */
export function NoteForm({ id }: { readonly id: string }): ReactElement {
  const { core } = useServices();
  const { announce } = useActions();
  const [text, setText] = useDraft(`incidents.note.${id}`);
  const [isAsked, setAsked] = useState(false);
  const { mutate, isLoading } = useNote(id);
  // Before anything is drawn anew a second click may have come.
  const isSending = useRef(false);
  const send = () => {
    if (isSending.current || text.trim() === '') return;
    isSending.current = true;
    mutate(text, {
      onSuccess: () => {
        setText('');
        setAsked(false);
        announce(i18n.translate('incidents.note.written', { defaultMessage: 'The note is in the timeline' }));
      },
      onError: (error) =>
        void core.notifications.toasts.addDanger({
          title: failureTitle(
            error,
            i18n.translate('incidents.note.failed', { defaultMessage: 'The note is not in the timeline yet' }),
          ),
          text: error instanceof Error ? error.message : String(error),
        }),
      onSettled: () => (isSending.current = false),
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) send();
  };
  const label = i18n.translate('incidents.note.label', { defaultMessage: 'Write a note' });
  const isOpen = isAsked || text !== '';
  return (
    <>
      <EuiTextArea
        fullWidth
        compressed
        rows={isOpen ? 3 : 1}
        resize={isOpen ? 'vertical' : 'none'}
        placeholder={label}
        aria-label={label}
        maxLength={LONGEST}
        value={text}
        onFocus={() => setAsked(true)}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={onKeyDown}
        data-test-subj="incidentsNote"
      />
      {isOpen && (
        <>
          <EuiSpacer size="s" />
          <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false}>
            <EuiFlexItem grow={false}>
              <EuiButton
                size="s"
                isLoading={isLoading}
                isDisabled={text.trim() === ''}
                onClick={send}
                data-test-subj="incidentsNoteSend"
              >
                {i18n.translate('incidents.note.send', { defaultMessage: 'Add note' })}
              </EuiButton>
            </EuiFlexItem>
            <EuiFlexItem>
              <Subdued size="xs">
                {LONGEST - text.length < 500
                  ? i18n.translate('incidents.note.left', {
                      defaultMessage: 'Characters left: {left}',
                      values: { left: LONGEST - text.length },
                    })
                  : i18n.translate('incidents.note.keys', { defaultMessage: 'Ctrl or ⌘ and Enter adds it' })}
              </Subdued>
            </EuiFlexItem>
          </EuiFlexGroup>
        </>
      )}
      <EuiSpacer size="m" />
    </>
  );
}
