import { EuiBasicTable, EuiText, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { UserAnswer } from 'incident-core';
import { useMemo, type ReactElement } from 'react';
import { useTeams, useUsers } from '../../hooks/directory';
import { AlertText } from '../alert-text';
import { EmptyFace, ErrorFace, LoadingTable } from '../face';
import { channelText } from '../incident/reasons';
import { Small, Subdued } from '../small';

export function PeopleList(): ReactElement {
  const { data, error, refetch } = useUsers();
  const { data: teams } = useTeams();
  const teamNames = useMemo(() => new Map((teams ?? []).map(({ id, name }) => [id, name])), [teams]);
  if (!data) return error ? <ErrorFace error={error} onRetry={() => void refetch()} /> : <LoadingTable rows={4} />;
  if (data.length === 0) {
    return (
      <EmptyFace
        iconName="user"
        title={i18n.translate('incidents.people.empty.title', { defaultMessage: 'Nobody' })}
        body={i18n.translate('incidents.people.empty.body', {
          defaultMessage: 'Responders are made in the backend, or when they first act here.',
        })}
      />
    );
  }
  return (
    <EuiBasicTable<UserAnswer>
      tableCaption={i18n.translate('incidents.people.caption', { defaultMessage: 'Responders, by name' })}
      items={[...data]}
      itemId="id"
      rowHeader="name"
      columns={columns(teamNames)}
      rowProps={{ 'data-test-subj': 'incidentsPerson' }}
    />
  );
}

function columns(teamNames: ReadonlyMap<string, string>): EuiBasicTableColumn<UserAnswer>[] {
  return [
    {
      field: 'name',
      name: i18n.translate('incidents.people.name', { defaultMessage: 'Responder' }),
      render: (_: unknown, { name, username }: UserAnswer) => (
        <div>
          <AlertText text={name} most={100} />
          <Subdued size="xs">
            <AlertText text={username} most={100} />
          </Subdued>
        </div>
      ),
    },
    {
      field: 'team_ids',
      name: i18n.translate('incidents.people.teams', { defaultMessage: 'Teams' }),
      render: (_: unknown, { team_ids }: UserAnswer) => (
        <AlertText text={team_ids.map((id) => teamNames.get(id) ?? '–').join(', ') || '–'} />
      ),
    },
    {
      field: 'contact_methods',
      name: i18n.translate('incidents.people.contacts', { defaultMessage: 'Contact methods' }),
      width: '36%',
      render: (_: unknown, user: UserAnswer) => <Contacts of={user} />,
    },
    {
      field: 'time_zone',
      name: i18n.translate('incidents.people.zone', { defaultMessage: 'Time zone' }),
      render: (_: unknown, { time_zone }: UserAnswer) => <AlertText text={time_zone} most={60} />,
    },
  ];
}

/** In the order in which they are used; only verified ones are. */
function Contacts({ of: { contact_methods } }: { readonly of: UserAnswer }): ReactElement {
  if (!contact_methods.some(({ verified }) => verified)) {
    return (
      <EuiText size="s" color="danger">
        {i18n.translate('incidents.people.unreachable', { defaultMessage: 'Cannot be told: no verified one' })}
      </EuiText>
    );
  }
  return (
    <ol>
      {contact_methods.map(({ id, channel, address, verified }) => (
        <li key={id}>
          <AlertText text={address} most={100} />{' '}
          <Small>
            {verified
              ? channelText(channel)
              : i18n.translate('incidents.people.unverified', {
                  defaultMessage: '{channel}, not verified',
                  values: { channel: channelText(channel) },
                })}
          </Small>
        </li>
      ))}
    </ol>
  );
}
