import {
  EuiBadge,
  EuiButton,
  EuiButtonEmpty,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFormRow,
  EuiModal,
  EuiModalBody,
  EuiModalFooter,
  EuiModalHeader,
  EuiModalHeaderTitle,
  EuiSpacer,
  EuiText,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { HeartbeatAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useEdit, type Opened } from '../../hooks/edit';
import { useHeartbeat, useHeartbeatActions } from '../../hooks/heartbeat';
import { At, duration } from '../age';
import { DurationField } from '../duration-field';
import { EditNotice } from '../edit/edit-notice';
import { WhenOpened } from '../edit/when-opened';
import { Subdued } from '../small';

/** Whether signs of life are expected of a source, and when the last one came. */
export function SourceHeartbeat({ id }: { readonly id: string }): ReactElement | null {
  const { data } = useHeartbeat(id);
  const [isOpen, setOpen] = useState(false);
  if (data === undefined) return null;
  const close = () => setOpen(false);
  return (
    <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} wrap data-test-subj="incidentsHeartbeat">
      {data && <Standing heartbeat={data} />}
      <EuiFlexItem grow={false}>
        <EuiButtonEmpty size="xs" flush="left" onClick={() => setOpen(true)} data-test-subj="incidentsHeartbeatSet">
          {data
            ? i18n.translate('incidents.heartbeat.change', { defaultMessage: 'Change the heartbeat' })
            : i18n.translate('incidents.heartbeat.expect', { defaultMessage: 'Expect a heartbeat' })}
        </EuiButtonEmpty>
      </EuiFlexItem>
      {isOpen && data === null && <HeartbeatDialog id={id} onClose={close} />}
      {isOpen && data !== null && (
        <WhenOpened<HeartbeatAnswer> path={`/sources/${id}/heartbeat`} onClose={close}>
          {(opened) => <HeartbeatDialog id={id} opened={opened} onClose={close} />}
        </WhenOpened>
      )}
    </EuiFlexGroup>
  );
}

function Standing({ heartbeat }: { readonly heartbeat: HeartbeatAnswer }): ReactElement {
  const { silent_at, last_beat_at, interval_seconds } = heartbeat;
  return (
    <>
      <EuiFlexItem grow={false}>
        {silent_at !== null ? (
          <EuiBadge color="danger">
            {i18n.translate('incidents.heartbeat.silent', { defaultMessage: 'Silent' })}
          </EuiBadge>
        ) : last_beat_at === null ? (
          <EuiBadge color="hollow">
            {i18n.translate('incidents.heartbeat.awaited', { defaultMessage: 'Awaited' })}
          </EuiBadge>
        ) : (
          <EuiBadge color="success">
            {i18n.translate('incidents.heartbeat.alive', { defaultMessage: 'Alive' })}
          </EuiBadge>
        )}
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <Subdued size="xs">
          {i18n.translate('incidents.heartbeat.every', {
            defaultMessage: 'a heartbeat every {time}; the last one:',
            values: { time: duration(interval_seconds) },
          })}{' '}
          {last_beat_at === null ? (
            i18n.translate('incidents.heartbeat.never', { defaultMessage: 'none yet' })
          ) : (
            <At time={last_beat_at} />
          )}
        </Subdued>
      </EuiFlexItem>
    </>
  );
}

interface HeartbeatDialogProps {
  readonly id: string;
  /** None where no heartbeat is expected yet. */
  readonly opened?: Opened<HeartbeatAnswer>;
  readonly onClose: () => void;
}

function HeartbeatDialog({ id, opened, onClose }: HeartbeatDialogProps): ReactElement {
  const heartbeat = opened?.item;
  const { set, remove, isRunning } = useHeartbeatActions(id);
  const [interval, setInterval] = useState(heartbeat?.interval_seconds ?? 3_600);
  const [grace, setGrace] = useState(heartbeat?.grace_seconds ?? 300);
  const given = { interval_seconds: interval, grace_seconds: grace };
  const edit = useEdit(
    opened,
    (tag, refused) => set(given, tag, onClose, refused),
    (tag, refused) => remove(tag, onClose, refused),
  );
  const title = i18n.translate('incidents.heartbeat.title', { defaultMessage: 'Heartbeat of the source' });
  const every = i18n.translate('incidents.heartbeat.interval', { defaultMessage: 'It says that it is alive every' });
  const late = i18n.translate('incidents.heartbeat.grace', { defaultMessage: 'It may be late by' });
  return (
    <EuiModal role="dialog" aria-modal aria-label={title} onClose={onClose} data-test-subj="incidentsHeartbeatDialog">
      <EuiModalHeader>
        <EuiModalHeaderTitle>{title}</EuiModalHeaderTitle>
      </EuiModalHeader>
      <EuiModalBody>
        <EditNotice edit={edit} mine={given} />
        <EuiText size="s">
          <p>
            {i18n.translate('incidents.heartbeat.body', {
              defaultMessage:
                'Whatever has the source’s token calls POST /v1/heartbeats. When none comes in time an incident opens; the next one resolves it.',
            })}
          </p>
        </EuiText>
        <EuiSpacer size="m" />
        <EuiFormRow label={every}>
          <DurationField
            label={every}
            seconds={interval}
            least={1}
            onChange={setInterval}
            subject="incidentsHeartbeatInterval"
          />
        </EuiFormRow>
        <EuiFormRow label={late}>
          <DurationField label={late} seconds={grace} least={0} onChange={setGrace} subject="incidentsHeartbeatGrace" />
        </EuiFormRow>
      </EuiModalBody>
      <EuiModalFooter>
        {heartbeat && (
          <EuiButtonEmpty color="danger" onClick={() => edit.remove()} data-test-subj="incidentsHeartbeatRemove">
            {i18n.translate('incidents.heartbeat.remove', { defaultMessage: 'Expect none' })}
          </EuiButtonEmpty>
        )}
        <EuiButtonEmpty onClick={onClose}>
          {i18n.translate('incidents.heartbeat.cancel', { defaultMessage: 'Cancel' })}
        </EuiButtonEmpty>
        <EuiButton fill isLoading={isRunning} onClick={() => edit.send()} data-test-subj="incidentsHeartbeatSave">
          {i18n.translate('incidents.heartbeat.save', { defaultMessage: 'Save' })}
        </EuiButton>
      </EuiModalFooter>
    </EuiModal>
  );
}
