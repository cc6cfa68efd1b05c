import { EuiComboBox, EuiFormRow } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { queryKeys } from '../../api/query-keys';
import { useServices } from '../../hooks/services';
import { plain } from '../text';

interface IncidentFieldProps {
  readonly id: string | null;
  readonly onChange: (id: string | null) => void;
}

const MOST = 20;

/** An incident, open or not, found by what it is called. */
export function IncidentField({ id, onChange }: IncidentFieldProps): ReactElement {
  const { api } = useServices();
  const [typed, setTyped] = useState('');
  const query = { limit: MOST, ...(typed.trim() === '' ? {} : { q: typed.trim() }) };
  const found = useQuery({
    queryKey: queryKeys.fresh(query),
    queryFn: ({ signal }) => api.incidents(query, signal),
    keepPreviousData: true,
  });
  const chosen = useQuery({
    queryKey: queryKeys.incident(id ?? ''),
    queryFn: ({ signal }) => api.incident(id ?? '', signal),
    enabled: id !== null,
  });
  const label = i18n.translate('incidents.simulator.incident', { defaultMessage: 'Incident' });
  const option = (incident: { readonly id: string; readonly number: number; readonly title: string }) => ({
    key: incident.id,
    value: incident.id,
    label: `#${incident.number} ${plain(incident.title, 80)}`,
  });
  return (
    <EuiFormRow label={label}>
      <EuiComboBox<string>
        compressed
        fullWidth
        async
        aria-label={label}
        placeholder={i18n.translate('incidents.simulator.findIncident', { defaultMessage: 'Find by title or service' })}
        singleSelection={{ asPlainText: true }}
        isLoading={found.isFetching}
        options={(found.data?.items ?? []).map(option)}
        selectedOptions={id !== null && chosen.data ? [option(chosen.data)] : []}
        onSearchChange={setTyped}
        onChange={([one]) => onChange(one?.value ?? null)}
        data-test-subj="incidentsSimulateIncident"
      />
    </EuiFormRow>
  );
}
