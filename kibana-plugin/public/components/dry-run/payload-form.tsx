import {
  EuiButton,
  EuiFlexGroup,
  EuiFlexItem,
  EuiForm,
  EuiFormRow,
  EuiSelect,
  EuiSpacer,
  EuiTextArea,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { GivenDryRun, LedgerEntryAnswer } from 'incident-core';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useRecentEvents } from '../../hooks/dry-run';
import { useNow } from '../../hooks/now';
import { useServices } from '../../hooks/services';
import { useSources } from '../../hooks/sources';
import { shortTime } from '../age';
import { icon } from '../icon';
import { plain } from '../text';
import { samplesAt } from './samples';

interface PayloadFormProps {
  readonly isRunning: boolean;
  readonly onRun: (given: GivenDryRun) => void;
  readonly onChoose: (eventId: string, then: (body: string | undefined) => void) => void;
}

/** The body that is tried, pasted or as it came once, and the source that would post it. */
export function PayloadForm({ isRunning, onRun, onChoose }: PayloadFormProps): ReactElement {
  const { may } = useServices();
  const { data: sources = [] } = useSources();
  const { data: recent } = useRecentEvents();
  const now = useNow();
  const [source, setSource] = useState('');
  const [payload, setPayload] = useState('');
  const [event, setEvent] = useState('');
  const sourceId = source || sources[0]?.id;
  const events = firstOfEach(recent?.items ?? []);
  const send = (submitted: FormEvent) => {
    submitted.preventDefault();
    if (sourceId !== undefined && payload.trim() !== '') onRun({ source_id: sourceId, payload });
  };
  const choose = (id: string) => {
    setEvent(id);
    const chosen = events.find((each) => each.raw_event_id === id);
    if (!chosen) return;
    if (chosen.source) setSource(chosen.source.id);
    onChoose(id, (body) => body !== undefined && setPayload(body));
  };
  return (
    <EuiForm component="form" onSubmit={send} fullWidth>
      <EuiFormRow label={i18n.translate('incidents.dryRun.source', { defaultMessage: 'Posted by the source' })}>
        <EuiSelect
          value={sourceId ?? ''}
          options={sources.map(({ id, name }) => ({ value: id, text: plain(name, 80) }))}
          onChange={({ target }) => setSource(target.value)}
          data-test-subj="incidentsDryRunSource"
        />
      </EuiFormRow>
      {may.respond && events.length > 0 && (
        <EuiFormRow
          label={i18n.translate('incidents.dryRun.recent', { defaultMessage: 'Begin with what came lately' })}
        >
          <EuiSelect
            value={event}
            options={[
              { value: '', text: i18n.translate('incidents.dryRun.paste', { defaultMessage: 'I paste one' }) },
              ...events.map((each) => ({ value: each.raw_event_id, text: eventText(each, now) })),
            ]}
            onChange={({ target }) => choose(target.value)}
            data-test-subj="incidentsDryRunRecent"
          />
        </EuiFormRow>
      )}
      <EuiFormRow
        label={i18n.translate('incidents.dryRun.samples', { defaultMessage: 'Try a sample at once' })}
        hasChildLabel={false}
      >
        <EuiFlexGroup gutterSize="s" wrap responsive={false}>
          {samplesAt(now).map(({ id, name, body }) => (
            <EuiFlexItem key={id} grow={false}>
              <EuiButton
                size="s"
                isDisabled={sourceId === undefined || isRunning}
                onClick={() => {
                  setEvent('');
                  setPayload(body);
                  if (sourceId !== undefined) onRun({ source_id: sourceId, payload: body });
                }}
                data-test-subj={`incidentsDryRunSample-${id}`}
              >
                {name}
              </EuiButton>
            </EuiFlexItem>
          ))}
        </EuiFlexGroup>
      </EuiFormRow>
      <EuiFormRow
        label={i18n.translate('incidents.dryRun.payload', { defaultMessage: 'Payload' })}
        helpText={i18n.translate('incidents.dryRun.payloadHelp', {
          defaultMessage: 'The body of the webhook. Nothing of it is kept, and nobody is told.',
        })}
      >
        <EuiTextArea
          rows={16}
          value={payload}
          spellCheck={false}
          css={{ fontFamily: 'monospace' }}
          onChange={({ target }) => {
            setPayload(target.value);
            setEvent('');
          }}
          data-test-subj="incidentsDryRunPayload"
        />
      </EuiFormRow>
      <EuiSpacer size="m" />
      <EuiButton
        fill
        type="submit"
        iconType={icon('play')}
        isLoading={isRunning}
        isDisabled={sourceId === undefined || payload.trim() === ''}
        data-test-subj="incidentsDryRunSend"
      >
        {i18n.translate('incidents.dryRun.send', { defaultMessage: 'Try it' })}
      </EuiButton>
    </EuiForm>
  );
}

/** A body may have held many alerts. */
function firstOfEach(entries: readonly LedgerEntryAnswer[]): readonly LedgerEntryAnswer[] {
  return entries.filter(
    ({ raw_event_id }, index) => entries.findIndex((each) => each.raw_event_id === raw_event_id) === index,
  );
}

function eventText({ received_at, outcome, incident, dedup_key }: LedgerEntryAnswer, now: number): string {
  const about = incident ? `#${incident.number} ${incident.title}` : (dedup_key ?? '');
  return plain(`${shortTime(received_at, now)} · ${outcome.replaceAll('_', ' ')} · ${about}`, 90);
}
