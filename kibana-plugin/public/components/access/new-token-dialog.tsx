import {
  EuiButton,
  EuiButtonEmpty,
  EuiFieldText,
  EuiForm,
  EuiFormRow,
  EuiModal,
  EuiModalBody,
  EuiModalFooter,
  EuiModalHeader,
  EuiModalHeaderTitle,
  EuiSelect,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { MadeToken } from 'incident-core';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useAccessApi, useAccessChanges } from '../../hooks/access';
import { useUsers } from '../../hooks/directory';
import { useIntents } from '../../hooks/intents';
import { Refusal } from '../refusal';
import { plain } from '../text';

interface NewTokenDialogProps {
  readonly onClose: () => void;
  readonly onMade: (made: MadeToken) => void;
}

const DAY_MS = 86_400_000;

/** Makes a token that has the roles of a person. */
export function NewTokenDialog({ onClose, onMade }: NewTokenDialogProps): ReactElement {
  const { data: users = [] } = useUsers();
  const here = users.filter(({ left_at }) => left_at === null);
  const api = useAccessApi();
  const { attempt, isRunning } = useAccessChanges();
  const make = useIntents();
  const [name, setName] = useState('');
  const [user, setUser] = useState('');
  const [days, setDays] = useState('90');
  const [refused, setRefused] = useState<unknown>(undefined);
  const title = i18n.translate('incidents.newToken.title', { defaultMessage: 'New token' });
  const isWhole = name.trim() !== '' && user !== '';
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!isWhole) return;
    const meant = { name: name.trim(), user_id: user };
    attempt(
      () =>
        make([meant, days], (key, at) => {
          const expires_at = days === '' ? null : new Date(at + Number(days) * DAY_MS).toISOString();
          return api.makeToken({ ...meant, expires_at }, key);
        }),
      (made) => {
        onClose();
        onMade(made);
      },
      setRefused,
    );
  };
  return (
    <EuiModal
      role="dialog"
      aria-modal
      onClose={onClose}
      aria-label={title}
      initialFocus="[name=token]"
      data-test-subj="incidentsNewToken"
    >
      <EuiModalHeader>
        <EuiModalHeaderTitle>{title}</EuiModalHeaderTitle>
      </EuiModalHeader>
      <EuiModalBody>
        <Refusal error={refused} />
        <EuiForm component="form" id="incidents-new-token" onSubmit={send}>
          <EuiFormRow
            label={i18n.translate('incidents.newToken.name', { defaultMessage: 'Name' })}
            helpText={i18n.translate('incidents.newToken.nameHelp', { defaultMessage: 'What calls with it' })}
          >
            <EuiFieldText
              name="token"
              value={name}
              maxLength={200}
              onChange={({ target }) => setName(target.value)}
              data-test-subj="incidentsNewTokenName"
            />
          </EuiFormRow>
          <EuiFormRow
            label={i18n.translate('incidents.newToken.user', { defaultMessage: 'With the roles of' })}
            helpText={i18n.translate('incidents.newToken.userHelp', {
              defaultMessage: 'Histories name this person',
            })}
          >
            <EuiSelect
              value={user}
              hasNoInitialSelection
              options={here.map(({ id, name: text, username }) => ({
                value: id,
                text: text === username ? plain(text) : `${plain(text)} (${plain(username)})`,
              }))}
              onChange={({ target }) => setUser(target.value)}
              data-test-subj="incidentsNewTokenUser"
            />
          </EuiFormRow>
          <EuiFormRow label={i18n.translate('incidents.newToken.expires', { defaultMessage: 'Lives' })}>
            <EuiSelect
              value={days}
              options={[
                { value: '30', text: i18n.translate('incidents.newToken.30', { defaultMessage: '30 days' }) },
                { value: '90', text: i18n.translate('incidents.newToken.90', { defaultMessage: '90 days' }) },
                { value: '365', text: i18n.translate('incidents.newToken.365', { defaultMessage: 'a year' }) },
                {
                  value: '',
                  text: i18n.translate('incidents.newToken.ever', { defaultMessage: 'until it is revoked' }),
                },
              ]}
              onChange={({ target }) => setDays(target.value)}
            />
          </EuiFormRow>
        </EuiForm>
      </EuiModalBody>
      <EuiModalFooter>
        <EuiButtonEmpty onClick={onClose}>
          {i18n.translate('incidents.newToken.cancel', { defaultMessage: 'Cancel' })}
        </EuiButtonEmpty>
        <EuiButton
          fill
          type="submit"
          form="incidents-new-token"
          isLoading={isRunning}
          isDisabled={!isWhole}
          data-test-subj="incidentsNewTokenSave"
        >
          {i18n.translate('incidents.newToken.save', { defaultMessage: 'Make it' })}
        </EuiButton>
      </EuiModalFooter>
    </EuiModal>
  );
}
