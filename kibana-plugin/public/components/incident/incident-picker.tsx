import { EuiSelectable, type EuiSelectableOption } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useQuery } from '@tanstack/react-query';
import type { IncidentAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { queryKeys } from '../../api/query-keys';
import { useServices } from '../../hooks/services';
import { ReadableOptions } from '../readable-options';
import { plain } from '../text';

interface IncidentPickerProps {
  /** The one that is not offered. */
  readonly leftOut: string;
  readonly onPick: (picked: IncidentAnswer) => void;
}

const MOST = 20;

/** One of the open incidents, the newest first, found by its number or what it is called. */
export function IncidentPicker({ leftOut, onPick }: IncidentPickerProps): ReactElement {
  const { api } = useServices();
  const [typed, setTyped] = useState('');
  const q = typed.trim().slice(0, 200);
  const query = { status: 'triggered,acknowledged,in_progress', limit: MOST, ...(q === '' ? {} : { q }) };
  const { data, isFetching } = useQuery({
    queryKey: queryKeys.fresh(query),
    queryFn: ({ signal }) => api.incidents(query, signal),
    keepPreviousData: true,
  });
  const options: EuiSelectableOption<{ picked?: IncidentAnswer }>[] = (data?.items ?? [])
    .filter(({ id }) => id !== leftOut)
    .map((incident) => ({
      key: incident.id,
      label: `#${incident.number} ${plain(incident.title, 80)}`,
      checked: undefined,
      picked: incident,
    }));
  const label = i18n.translate('incidents.merge.find', { defaultMessage: 'Find by number or title' });
  return (
    <EuiSelectable<{ picked?: IncidentAnswer }>
      aria-label={label}
      searchable
      singleSelection
      isLoading={isFetching && !data}
      // The backend has found them already, by more than their titles.
      isPreFiltered
      searchProps={{
        placeholder: label,
        compressed: true,
        onChange: (text: string) => setTyped(text),
        'data-test-subj': 'incidentsMergeSearch',
      }}
      options={options}
      listProps={{ showIcons: false, bordered: false }}
      onChange={(changed) => {
        const chosen = changed.find(({ checked }) => checked === 'on');
        if (chosen?.picked) onPick(chosen.picked);
      }}
    >
      {(list, search) => (
        <div css={{ padding: 8 }}>
          {search}
          <ReadableOptions>{list}</ReadableOptions>
        </div>
      )}
    </EuiSelectable>
  );
}
