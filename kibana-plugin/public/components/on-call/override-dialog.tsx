import {
  EuiButton,
  EuiButtonEmpty,
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
import type { ScheduleAnswer } from 'incident-core';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useMe, useUsers } from '../../hooks/directory';
import type { Send } from '../../hooks/intents';
import { useScheduleActions } from '../../hooks/on-call';
import { useServices } from '../../hooks/services';
import { Refusal } from '../refusal';
import { plain } from '../text';
import { MomentFields } from '../time/moment-fields';
import type { Piece } from './lanes';

interface OverrideDialogProps {
  readonly schedule: ScheduleAnswer;
  readonly zone: string;
  /** The shift that is to be somebody else's; none begins with the next hours. */
  readonly piece: Piece | undefined;
  /** Of what stays when this is closed. */
  readonly send: Send;
  readonly onClose: () => void;
}

const HOUR_MS = 3_600_000;

/** Somebody instead of whoever else would be on call. A responder gives shifts to nobody but themselves. */
export function OverrideDialog({ schedule, zone, piece, send, onClose }: OverrideDialogProps): ReactElement {
  const { may } = useServices();
  const { data: users = [] } = useUsers();
  const me = useMe();
  const { override, isRunning } = useScheduleActions(send);
  const [start] = useState(() => Math.ceil(Date.now() / HOUR_MS) * HOUR_MS);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [from, setFrom] = useState<number | null>(piece ? Math.max(piece.from, Date.now()) : start);
  const [until, setUntil] = useState<number | null>(piece?.until ?? start + 8 * HOUR_MS);
  const [refusal, setRefusal] = useState<unknown>(undefined);
  const offered = users.filter(({ id }) => (may.manage ? id !== piece?.userId : id === me?.id));
  const user = chosen ?? (offered.some(({ id }) => id === me?.id) ? me?.id : offered[0]?.id);
  const isBackwards = from !== null && until !== null && until <= from;
  const isWhole = user !== undefined && from !== null && until !== null && !isBackwards;
  const title = i18n.translate('incidents.onCall.override.title', { defaultMessage: 'Give a shift to somebody' });
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!isWhole) return;
    const given = { user_id: user, from: new Date(from).toISOString(), until: new Date(until).toISOString() };
    override(schedule.id, given, onClose, setRefusal);
  };
  return (
    <EuiModal role="dialog" aria-modal onClose={onClose} aria-label={title} data-test-subj="incidentsOverrideDialog">
      <EuiModalHeader>
        <EuiModalHeaderTitle>{title}</EuiModalHeaderTitle>
      </EuiModalHeader>
      <EuiModalBody>
        <EuiForm component="form" id="incidents-override" onSubmit={save}>
          <Refusal error={refusal} />
          <EuiFormRow label={i18n.translate('incidents.onCall.override.who', { defaultMessage: 'Who' })}>
            <EuiSelect
              compressed
              value={user ?? ''}
              options={offered.map(({ id, name }) => ({ value: id, text: plain(name, 80) }))}
              onChange={({ target }) => setChosen(target.value)}
              data-test-subj="incidentsOverrideWho"
            />
          </EuiFormRow>
          <EuiFormRow
            label={i18n.translate('incidents.onCall.override.from', { defaultMessage: 'From' })}
            hasChildLabel={false}
          >
            <MomentFields
              label={i18n.translate('incidents.onCall.override.fromLabel', { defaultMessage: 'From' })}
              value={from}
              zone={zone}
              onChange={setFrom}
              subject="incidentsOverrideFrom"
            />
          </EuiFormRow>
          <EuiFormRow
            label={i18n.translate('incidents.onCall.override.until', { defaultMessage: 'Until' })}
            hasChildLabel={false}
            helpText={i18n.translate('incidents.onCall.override.zone', {
              defaultMessage: 'By the clocks of {zone}',
              values: { zone },
            })}
            isInvalid={isBackwards}
            error={i18n.translate('incidents.onCall.override.backwards', {
              defaultMessage: 'It ends before it begins',
            })}
          >
            <MomentFields
              label={i18n.translate('incidents.onCall.override.untilLabel', { defaultMessage: 'Until' })}
              value={until}
              zone={zone}
              onChange={setUntil}
              isInvalid={isBackwards}
              subject="incidentsOverrideUntil"
            />
          </EuiFormRow>
        </EuiForm>
      </EuiModalBody>
      <EuiModalFooter>
        <EuiButtonEmpty onClick={onClose}>
          {i18n.translate('incidents.onCall.override.cancel', { defaultMessage: 'Cancel' })}
        </EuiButtonEmpty>
        <EuiButton
          fill
          type="submit"
          form="incidents-override"
          isLoading={isRunning}
          isDisabled={!isWhole}
          data-test-subj="incidentsOverrideSave"
        >
          {i18n.translate('incidents.onCall.override.save', { defaultMessage: 'Give the shift' })}
        </EuiButton>
      </EuiModalFooter>
    </EuiModal>
  );
}
