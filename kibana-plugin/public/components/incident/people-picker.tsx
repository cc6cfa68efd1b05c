import { EuiSelectable, type EuiSelectableOption } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { useTeams, useUsers } from '../../hooks/directory';
import { ReadableOptions } from '../readable-options';
import { plain } from '../text';

interface Picked {
  readonly type: 'user' | 'team';
  readonly id: string;
  readonly name: string;
}

interface PeoplePickerProps {
  readonly withTeams?: boolean;
  /** Ids of those who are not offered. */
  readonly leftOut: readonly (string | null)[];
  readonly onPick: (picked: Picked) => void;
}

/** One of the responders, or of the teams, found by name. */
export function PeoplePicker({ withTeams = false, leftOut, onPick }: PeoplePickerProps): ReactElement {
  const { data: users } = useUsers();
  const { data: teams } = useTeams();
  const offered = <Named extends { readonly id: string; readonly name: string }>(
    type: Picked['type'],
    all: readonly Named[] | undefined,
  ) =>
    (all ?? [])
      .filter(({ id }) => !leftOut.includes(id))
      .map(({ id, name }) => ({ key: id, label: plain(name, 80), checked: undefined, picked: { type, id, name } }));
  const group = (label: string) => ({ label, isGroupLabel: true as const });
  const options: EuiSelectableOption<{ picked?: Picked }>[] = [
    ...(withTeams ? [group(i18n.translate('incidents.picker.people', { defaultMessage: 'Responders' }))] : []),
    ...offered('user', users),
    ...(withTeams
      ? [group(i18n.translate('incidents.picker.teams', { defaultMessage: 'Teams' })), ...offered('team', teams)]
      : []),
  ];
  const label = i18n.translate('incidents.picker.search', { defaultMessage: 'Find by name' });
  return (
    <EuiSelectable<{ picked?: Picked }>
      aria-label={label}
      searchable
      singleSelection
      isLoading={!users || (withTeams && !teams)}
      searchProps={{ placeholder: label, compressed: true, 'data-test-subj': 'incidentsPickerSearch' }}
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
