import { EuiBasicTable, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { UserAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { useTeams, useUsers } from '../hooks/directory';
import { AlertText } from './alert-text';
import { EmptyFace, ErrorFace, LoadingTable } from './face';
import { Roomy } from './roomy';
import { Subdued } from './small';

interface PeopleProps {
  readonly caption: string;
  /** What is said of them beside their names and teams. */
  readonly columns: readonly EuiBasicTableColumn<UserAnswer>[];
  readonly subject: string;
}

/** Everybody, by name, with their teams. */
export function People({ caption, columns, subject }: PeopleProps): ReactElement {
  const { data, error, refetch } = useUsers();
  const { data: teams = [] } = useTeams();
  if (!data) return error ? <ErrorFace error={error} onRetry={() => void refetch()} /> : <LoadingTable rows={4} />;
  if (data.length === 0) {
    return (
      <EmptyFace
        iconName="users"
        title={i18n.translate('incidents.people.empty.title', { defaultMessage: 'Nobody yet' })}
        body={i18n.translate('incidents.people.empty.body', {
          defaultMessage: 'People are imported from a table, or made when they first act here.',
        })}
      />
    );
  }
  const teamNames = new Map(teams.map(({ id, name }) => [id, name]));
  return (
    <Roomy width={640} label={caption}>
      <EuiBasicTable<UserAnswer>
        tableCaption={caption}
        items={[...data]}
        itemId="id"
        rowHeader="name"
        columns={[...whoTheyAre(teamNames), ...columns]}
        rowProps={{ 'data-test-subj': subject }}
      />
    </Roomy>
  );
}

function whoTheyAre(teamNames: ReadonlyMap<string, string>): readonly EuiBasicTableColumn<UserAnswer>[] {
  return [
    {
      field: 'name',
      name: i18n.translate('incidents.people.name', { defaultMessage: 'Name' }),
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
  ];
}
