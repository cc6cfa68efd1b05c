import {
  EuiButton,
  EuiButtonEmpty,
  EuiFieldText,
  EuiFlexGroup,
  EuiFlexItem,
  EuiForm,
  EuiSpacer,
  EuiText,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { VerificationAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useIntents } from '../../hooks/intents';
import { useOwnApi, useOwnChanges } from '../../hooks/own';
import { shortTime } from '../age';
import { AlertText } from '../alert-text';
import { channelText } from '../incident/reasons';

/** A code is sent there, and typed in here. */
export function VerifyForm({ methodId }: { readonly methodId: string }): ReactElement {
  const api = useOwnApi();
  const { attempt, isRunning } = useOwnChanges();
  const intend = useIntents();
  const [sent, setSent] = useState<VerificationAnswer | undefined>(undefined);
  const [code, setCode] = useState('');
  const [refusal, setRefusal] = useState<unknown>(undefined);
  const label = i18n.translate('incidents.verify.code', { defaultMessage: 'The code that was sent' });
  const send = (
    <EuiButtonEmpty
      size="s"
      flush="left"
      isLoading={isRunning}
      onClick={() =>
        attempt(
          () => intend(methodId, (key) => api.sendCode(methodId, key)),
          (answer) => {
            setSent(answer);
            setCode('');
            setRefusal(undefined);
          },
        )
      }
      data-test-subj="incidentsVerifySend"
    >
      {sent
        ? i18n.translate('incidents.verify.again', { defaultMessage: 'Send another code' })
        : i18n.translate('incidents.verify.send', { defaultMessage: 'Verify: send me a code' })}
    </EuiButtonEmpty>
  );
  if (!sent) return send;
  return (
    <EuiForm
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        attempt(
          () => api.confirmCode(methodId, code.trim()),
          () => setSent(undefined),
          setRefusal,
        );
      }}
    >
      <EuiSpacer size="s" />
      <EuiText size="xs" aria-live="polite">
        {i18n.translate('incidents.verify.sent', {
          defaultMessage: 'A code was sent by {channel}; it is good until {time}.',
          values: { channel: channelText(sent.channel), time: shortTime(sent.expires_at, Date.now()) },
        })}
      </EuiText>
      <EuiSpacer size="xs" />
      <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} wrap>
        <EuiFlexItem grow={false} css={{ width: 160 }}>
          <EuiFieldText
            compressed
            aria-label={label}
            placeholder={label}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={20}
            value={code}
            isInvalid={refusal !== undefined}
            onChange={({ target }) => {
              setCode(target.value);
              setRefusal(undefined);
            }}
            data-test-subj="incidentsVerifyCode"
          />
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButton
            size="s"
            type="submit"
            isLoading={isRunning}
            isDisabled={code.trim() === ''}
            data-test-subj="incidentsVerifyConfirm"
          >
            {i18n.translate('incidents.verify.confirm', { defaultMessage: 'Verify' })}
          </EuiButton>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>{send}</EuiFlexItem>
      </EuiFlexGroup>
      {refusal !== undefined && (
        <EuiText size="xs" color="danger" role="alert" data-test-subj="incidentsVerifyRefused">
          <AlertText text={refusal instanceof Error ? refusal.message : String(refusal)} />
        </EuiText>
      )}
    </EuiForm>
  );
}
