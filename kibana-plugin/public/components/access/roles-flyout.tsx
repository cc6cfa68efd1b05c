import {
  EuiButton,
  EuiButtonEmpty,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFlyout,
  EuiFlyoutBody,
  EuiFlyoutFooter,
  EuiFlyoutHeader,
  EuiFormRow,
  EuiSelect,
  EuiSpacer,
  EuiTitle,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { Role, RolesAnswer, TeamAnswer, UserAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useAccessApi, useAccessChanges } from '../../hooks/access';
import { useTeams } from '../../hooks/directory';
import { useEdit, type Opened } from '../../hooks/edit';
import { useTagged } from '../../hooks/tagged';
import { EditNotice } from '../edit/edit-notice';
import { ErrorFace, LoadingFace } from '../face';
import { Subdued } from '../small';
import { isolate, plain } from '../text';

interface RolesFlyoutProps {
  readonly user: UserAnswer;
  readonly onClose: () => void;
}

/** What somebody's own tokens and answers allow, for all teams and for each. */
export function RolesFlyout({ user, onClose }: RolesFlyoutProps): ReactElement {
  const { data, error, refetch } = useTagged<RolesAnswer>(`/users/${user.id}/roles`);
  const reload = () => void refetch();
  const title = i18n.translate('incidents.roles.title', {
    defaultMessage: 'Roles of {name}',
    values: { name: isolate(user.name, 60) },
  });
  return (
    <EuiFlyout ownFocus size="s" onClose={onClose} aria-label={title} data-test-subj="incidentsRoles">
      <EuiFlyoutHeader hasBorder>
        <EuiTitle size="s">
          <h2>{title}</h2>
        </EuiTitle>
        <Subdued size="s">
          {i18n.translate('incidents.roles.what', {
            defaultMessage:
              'For their own tokens, and for answers by link, Slack and phone. What they may do in Kibana, Kibana says.',
          })}
        </Subdued>
      </EuiFlyoutHeader>
      {data ? (
        <RolesForm key={data.tag} user={user} opened={{ ...data, reload }} onClose={onClose} />
      ) : (
        <EuiFlyoutBody>{error ? <ErrorFace error={error} onRetry={reload} /> : <LoadingFace />}</EuiFlyoutBody>
      )}
    </EuiFlyout>
  );
}

const NONE = 'none';
const ALL_TEAMS = '';

interface RolesFormProps extends RolesFlyoutProps {
  readonly opened: Opened<RolesAnswer>;
}

function RolesForm({ user, opened, onClose }: RolesFormProps): ReactElement {
  const { data: teams = [] } = useTeams();
  const api = useAccessApi();
  const { attempt, isRunning } = useAccessChanges();
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>(
    Object.fromEntries(opened.item.roles.map(({ role, team_id }) => [team_id ?? ALL_TEAMS, role])),
  );
  const choose = (team: string, role: string) => setChosen({ ...chosen, [team]: role });
  const roles = Object.entries(chosen).flatMap(([team, role]) =>
    role === NONE ? [] : [{ role: role as Role, team_id: team === ALL_TEAMS ? null : team }],
  );
  const edit = useEdit(opened, (tag, refused) =>
    attempt(() => api.giveRoles(user.id, { roles }, tag), onClose, refused),
  );
  return (
    <>
      <EuiFlyoutBody>
        <EditNotice
          edit={edit}
          mine={{ roles: byTeam(roles, teams) }}
          part={(whole) => ({ roles: byTeam(whole.roles, teams) })}
        />
        <RoleRow label={allText()} team={ALL_TEAMS} chosen={chosen} onChoose={choose} />
        <EuiSpacer size="l" />
        {teams.map(({ id, name }) => (
          <RoleRow key={id} label={plain(name)} team={id} chosen={chosen} onChoose={choose} />
        ))}
      </EuiFlyoutBody>
      <EuiFlyoutFooter>
        <EuiFlexGroup justifyContent="spaceBetween" responsive={false}>
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty onClick={onClose}>
              {i18n.translate('incidents.roles.cancel', { defaultMessage: 'Cancel' })}
            </EuiButtonEmpty>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButton fill onClick={() => edit.send()} isLoading={isRunning} data-test-subj="incidentsRolesSave">
              {i18n.translate('incidents.roles.save', { defaultMessage: 'Save' })}
            </EuiButton>
          </EuiFlexItem>
        </EuiFlexGroup>
      </EuiFlyoutFooter>
    </>
  );
}

/** The order in which roles are held says nothing. */
function byTeam(roles: RolesAnswer['roles'], teams: readonly TeamAnswer[]): Readonly<Record<string, string>> {
  const nameOf = (id: string | null) => (id === null ? allText() : (teams.find((team) => team.id === id)?.name ?? id));
  return Object.fromEntries(roles.map(({ role, team_id }) => [nameOf(team_id), role]));
}

function allText(): string {
  return i18n.translate('incidents.roles.all', { defaultMessage: 'For all teams' });
}

interface RoleRowProps {
  readonly label: string;
  readonly team: string;
  readonly chosen: Readonly<Record<string, string>>;
  readonly onChoose: (team: string, role: string) => void;
}

function RoleRow({ label, team, chosen, onChoose }: RoleRowProps): ReactElement {
  const held = chosen[team] ?? NONE;
  const options = [
    { value: NONE, text: i18n.translate('incidents.roles.none', { defaultMessage: 'None' }) },
    { value: 'viewer', text: i18n.translate('incidents.roles.viewer', { defaultMessage: 'Viewer: looks' }) },
    {
      value: 'responder',
      text: i18n.translate('incidents.roles.responder', { defaultMessage: 'Responder: works on incidents' }),
    },
    {
      value: 'manager',
      text: i18n.translate('incidents.roles.manager', { defaultMessage: 'Manager: arranges things' }),
    },
  ];
  // An administrator is made in the backend; one that is there must not seem to be something else.
  if (held === 'admin') {
    options.push({
      value: 'admin',
      text: i18n.translate('incidents.roles.admin', { defaultMessage: 'Administrator' }),
    });
  }
  return (
    <EuiFormRow label={label} fullWidth>
      <EuiSelect
        fullWidth
        options={options}
        value={held}
        onChange={({ target }) => onChoose(team, target.value)}
        data-test-subj={team === ALL_TEAMS ? 'incidentsRoleOfAll' : 'incidentsRoleOfTeam'}
      />
    </EuiFormRow>
  );
}
