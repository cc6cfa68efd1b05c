import { EuiFormRow, EuiSelect, EuiTextArea } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useEffect, type ReactElement } from 'react';
import { useSources } from '../../hooks/sources';
import { plain } from '../text';
import type { Payload } from './simulation';

interface PayloadFieldsProps {
  readonly given: Payload;
  readonly onChange: (given: Payload) => void;
}

/** What Kibana would post, and as which source. It goes on as the text that it is: the backend reads it as the intake does. */
export function PayloadFields({ given, onChange }: PayloadFieldsProps): ReactElement {
  const { data: sources = [] } = useSources();
  const source = given.source_id ?? sources[0]?.id;
  // The sources may come after what was pasted.
  const isWaiting = given.source_id === undefined && given.payload !== undefined;
  useEffect(() => {
    if (isWaiting && source !== undefined) onChange({ ...given, source_id: source });
  }, [isWaiting, source, given, onChange]);
  return (
    <>
      <EuiFormRow label={i18n.translate('incidents.simulator.source', { defaultMessage: 'Posted by the source' })}>
        <EuiSelect
          compressed
          value={source ?? ''}
          options={sources.map(({ id, name }) => ({ value: id, text: plain(name, 80) }))}
          onChange={({ target }) => onChange({ ...given, source_id: target.value })}
        />
      </EuiFormRow>
      <EuiFormRow
        label={i18n.translate('incidents.simulator.payload', { defaultMessage: 'Payload' })}
        helpText={i18n.translate('incidents.simulator.payloadHelp', {
          defaultMessage: 'The body of the webhook, as it is in the log of the connector',
        })}
      >
        <EuiTextArea
          compressed
          rows={8}
          value={typeof given.payload === 'string' ? given.payload : ''}
          spellCheck={false}
          css={{ fontFamily: 'monospace' }}
          onChange={({ target }) => {
            const { payload: _, ...rest } = given;
            const text = target.value;
            const from = source === undefined ? {} : { source_id: source };
            onChange(text.trim() === '' ? rest : { ...from, payload: text });
          }}
          data-test-subj="incidentsSimulatePayload"
        />
      </EuiFormRow>
    </>
  );
}
