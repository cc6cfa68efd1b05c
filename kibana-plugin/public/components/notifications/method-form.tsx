import {
  EuiButton,
  EuiFieldText,
  EuiFlexGroup,
  EuiFlexItem,
  EuiForm,
  EuiFormRow,
  EuiPanel,
  EuiSelect,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ContactMethodAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useIntents } from '../../hooks/intents';
import { useOwnApi, useOwnChanges } from '../../hooks/own';
import { icon } from '../icon';
import { channelName } from '../incident/reasons';
import { Refusal } from '../refusal';

type Channel = ContactMethodAnswer['channel'];
const CHANNELS = ['email', 'slack', 'sms', 'voice'] as const satisfies readonly Channel[];

/** Another way to be told. */
export function MethodForm({ userId }: { readonly userId: string }): ReactElement {
  const api = useOwnApi();
  const { attempt, isRunning } = useOwnChanges();
  const send = useIntents();
  const [channel, setChannel] = useState<Channel>('email');
  const [address, setAddress] = useState('');
  const [refusal, setRefusal] = useState<unknown>(undefined);
  const add = () =>
    attempt(
      () => {
        const given = { channel, address: address.trim() };
        return send([userId, given], (key) => api.addMethod(userId, given, key));
      },
      () => {
        setAddress('');
        setRefusal(undefined);
      },
      setRefusal,
    );
  return (
    <EuiPanel hasShadow={false} hasBorder paddingSize="m">
      <EuiForm
        component="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (address.trim() !== '') add();
        }}
      >
        <Refusal error={refusal} />
        <EuiFlexGroup gutterSize="s" alignItems="flexEnd" wrap responsive={false}>
          <EuiFlexItem grow={false} css={{ minWidth: 140 }}>
            <EuiFormRow label={i18n.translate('incidents.methods.channel', { defaultMessage: 'Channel' })}>
              <EuiSelect
                compressed
                value={channel}
                options={CHANNELS.map((value) => ({ value, text: channelName(value) }))}
                onChange={({ target }) => {
                  const chosen = CHANNELS.find((each) => each === target.value);
                  if (chosen) setChannel(chosen);
                }}
                data-test-subj="incidentsMethodChannel"
              />
            </EuiFormRow>
          </EuiFlexItem>
          <EuiFlexItem css={{ minWidth: 200 }}>
            <EuiFormRow fullWidth label={addressText(channel)}>
              <EuiFieldText
                compressed
                fullWidth
                value={address}
                maxLength={254}
                onChange={({ target }) => setAddress(target.value)}
                data-test-subj="incidentsMethodAddress"
              />
            </EuiFormRow>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButton
              size="s"
              type="submit"
              iconType={icon('plus')}
              isLoading={isRunning}
              isDisabled={address.trim() === ''}
              data-test-subj="incidentsMethodAdd"
            >
              {i18n.translate('incidents.methods.add', { defaultMessage: 'Add' })}
            </EuiButton>
          </EuiFlexItem>
        </EuiFlexGroup>
      </EuiForm>
    </EuiPanel>
  );
}

function addressText(channel: Channel): string {
  switch (channel) {
    case 'email':
      return i18n.translate('incidents.methods.address.email', { defaultMessage: 'E-mail address' });
    case 'slack':
      return i18n.translate('incidents.methods.address.slack', { defaultMessage: 'Your id in Slack, as U024BE7LH' });
    case 'sms':
    case 'voice':
      return i18n.translate('incidents.methods.address.phone', { defaultMessage: 'Phone number, as +4915112345678' });
  }
}
