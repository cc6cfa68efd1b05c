import { EuiBadge, EuiBasicTable, EuiButtonEmpty, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { TeamAnswer } from 'incident-core';
import { lazy, Suspense, useState, type ReactElement } from 'react';
import { useServices } from '../../hooks/services';
import { useNames, useTeams, type Names } from '../../hooks/directory';
import { duration } from '../age';
import { AlertText } from '../alert-text';
import { EmptyFace, ErrorFace, LoadingTable } from '../face';
import { Roomy } from '../roomy';
import { Subdued } from '../small';
import { plain } from '../text';

const TeamFlyout = lazy(async () => ({
  default: (await import(/* webpackChunkName: "team" */ './team-flyout')).TeamFlyout,
}));

export function TeamList(): ReactElement {
  const { may } = useServices();
  const [edited, setEdited] = useState<string | undefined>(undefined);
  const { data, error, refetch } = useTeams();
  const names = useNames();
  if (!data) return error ? <ErrorFace error={error} onRetry={() => void refetch()} /> : <LoadingTable rows={4} />;
  if (data.length === 0) {
    return (
      <EmptyFace
        iconName="users"
        title={i18n.translate('incidents.teams.empty.title', { defaultMessage: 'No team' })}
        body={i18n.translate('incidents.teams.empty.body', { defaultMessage: 'Teams are made in the backend.' })}
      />
    );
  }
  return (
    <>
      <Roomy width={760}>
        <EuiBasicTable<TeamAnswer>
          tableCaption={i18n.translate('incidents.teams.caption', { defaultMessage: 'Teams, by name' })}
          items={[...data]}
          itemId="id"
          rowHeader="name"
          columns={[...columns(names), ...(may.manage ? [editColumn(setEdited)] : [])]}
          rowProps={{ 'data-test-subj': 'incidentsTeam' }}
        />
      </Roomy>
      {edited !== undefined && (
        <Suspense fallback={null}>
          <TeamFlyout id={edited} onClose={() => setEdited(undefined)} />
        </Suspense>
      )}
    </>
  );
}

function columns(names: Names): EuiBasicTableColumn<TeamAnswer>[] {
  return [
    {
      field: 'name',
      name: i18n.translate('incidents.teams.name', { defaultMessage: 'Team' }),
      render: (_: unknown, { name, is_catch_all }: TeamAnswer) => (
        <div>
          <AlertText text={name} most={200} />{' '}
          {is_catch_all && (
            <EuiBadge color="hollow">
              {i18n.translate('incidents.teams.catchAll', { defaultMessage: 'catch-all' })}
            </EuiBadge>
          )}
        </div>
      ),
    },
    {
      field: 'member_ids',
      name: i18n.translate('incidents.teams.members', { defaultMessage: 'Responders' }),
      render: (_: unknown, { member_ids }: TeamAnswer) =>
        member_ids.length === 0 ? (
          <Subdued size="s">{i18n.translate('incidents.teams.nobody', { defaultMessage: 'nobody' })}</Subdued>
        ) : (
          <AlertText text={inOrder(member_ids.map((id) => names({ type: 'user', id }) ?? '–')).join(', ')} />
        ),
    },
    {
      field: 'fallback_target',
      name: i18n.translate('incidents.teams.fallback', { defaultMessage: 'If nobody is reached' }),
      render: (_: unknown, { fallback_target }: TeamAnswer) =>
        fallback_target === null ? (
          <Subdued size="s">
            {i18n.translate('incidents.teams.fallbackCatchAll', { defaultMessage: 'as the catch-all team' })}
          </Subdued>
        ) : (
          <AlertText text={names(fallback_target) ?? '–'} most={100} />
        ),
    },
    {
      field: 'grouping_window_seconds',
      name: i18n.translate('incidents.teams.grouping', { defaultMessage: 'Groups alerts' }),
      render: (_: unknown, { grouping_window_seconds: seconds }: TeamAnswer) =>
        seconds === null
          ? i18n.translate('incidents.teams.groupsNone', { defaultMessage: 'no, each has an incident' })
          : i18n.translate('incidents.teams.groups', {
              defaultMessage: 'of a service, within {time}',
              values: { time: duration(seconds) },
            }),
    },
    {
      field: 'reopen_window_seconds',
      name: i18n.translate('incidents.teams.reopen', { defaultMessage: 'Opens again within' }),
      render: (_: unknown, { reopen_window_seconds }: TeamAnswer) => duration(reopen_window_seconds),
    },
    {
      field: 'resolve_after_recovery_seconds',
      name: i18n.translate('incidents.teams.resolve', { defaultMessage: 'Resolves by itself' }),
      render: (_: unknown, { resolve_after_recovery_seconds: seconds }: TeamAnswer) =>
        seconds === null
          ? i18n.translate('incidents.teams.never', { defaultMessage: 'never' })
          : seconds === 0
            ? i18n.translate('incidents.teams.atOnce', { defaultMessage: 'at once' })
            : i18n.translate('incidents.teams.after', {
                defaultMessage: 'after {time}',
                values: { time: duration(seconds) },
              }),
    },
  ];
}

function editColumn(onEdit: (id: string) => void): EuiBasicTableColumn<TeamAnswer> {
  return {
    field: 'id',
    name: i18n.translate('incidents.teams.actions', { defaultMessage: 'Actions' }),
    render: (_: unknown, { id, name }: TeamAnswer) => (
      <EuiButtonEmpty
        size="xs"
        flush="left"
        aria-label={i18n.translate('incidents.teams.editNamed', {
          defaultMessage: 'Change how alerts of {team} are taken',
          values: { team: plain(name, 60) },
        })}
        onClick={() => onEdit(id)}
        data-test-subj="incidentsTeamEdit"
      >
        {i18n.translate('incidents.teams.edit', { defaultMessage: 'Change' })}
      </EuiButtonEmpty>
    ),
  };
}

function inOrder(names: readonly string[]): readonly string[] {
  return [...names].sort((a, b) => a.localeCompare(b));
}
