import { EuiBadge, EuiBasicTable, EuiButtonIcon, EuiText, EuiToolTip, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { PolicyAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { usePolicies, useTeams } from '../../hooks/directory';
import { useTargets, type Target } from '../../hooks/policies';
import { useServices } from '../../hooks/services';
import { duration } from '../age';
import { AlertText } from '../alert-text';
import { EmptyFace, ErrorFace, LoadingTable } from '../face';
import { FileBadge } from '../file-badge';
import { icon } from '../icon';
import { MatchersText } from '../matchers-text';
import { PageTestDialog } from '../page-test/page-test-dialog';
import { ProblemList, ReadinessBadge } from '../readiness';
import { Subdued } from '../small';
import { isolate } from '../text';
import { TargetText } from './targets';
import { TimesText } from './times-text';

interface PolicyTableProps {
  readonly onEdit: (id: string) => void;
  readonly onMake: () => void;
  readonly onTry: (id: string) => void;
}

/** The policies, those of each team together, defaults last. */
export function PolicyTable({ onEdit, onMake, onTry }: PolicyTableProps): ReactElement {
  const { may } = useServices();
  const { data, error, refetch } = usePolicies();
  const { data: teams = [] } = useTeams();
  const { nameOf, isLoading } = useTargets();
  const [tested, setTested] = useState<PolicyAnswer | undefined>(undefined);
  if (!data && error) return <ErrorFace error={error} onRetry={() => void refetch()} />;
  // Who is told is what the table is for: without names it is not there yet.
  if (!data || isLoading) return <LoadingTable rows={4} />;
  if (data.length === 0) {
    const action = {
      text: i18n.translate('incidents.policies.empty.make', { defaultMessage: 'Make the first' }),
      onClick: onMake,
    };
    return (
      <EmptyFace
        iconName="timeline"
        title={i18n.translate('incidents.policies.empty.title', { defaultMessage: 'No escalation policy' })}
        body={i18n.translate('incidents.policies.empty.body', {
          defaultMessage: 'Without one nobody is told of an incident.',
        })}
        {...(may.manage ? { action } : {})}
      />
    );
  }
  const teamName = (id: string | null) => (id === null ? '' : (teams.find((team) => team.id === id)?.name ?? '–'));
  const items = [...data].sort(
    (one, other) =>
      // What is for all teams comes after what is for one.
      Number(one.team_id === null) - Number(other.team_id === null) ||
      teamName(one.team_id).localeCompare(teamName(other.team_id)) ||
      Number(one.is_default) - Number(other.is_default) ||
      one.position - other.position,
  );
  return (
    <>
      <EuiBasicTable<PolicyAnswer>
        tableCaption={i18n.translate('incidents.policies.caption', {
          defaultMessage: 'Escalation policies, by team; the one that fits best is used',
        })}
        items={items}
        itemId="id"
        rowHeader="name"
        columns={columns({ teamName, nameOf, onTry, ...(may.manage ? { onEdit, onTest: setTested } : {}) })}
        rowProps={{
          'data-test-subj': 'incidentsPolicy',
          css: { verticalAlign: 'top', 'td, th': { verticalAlign: 'top' } },
        }}
      />
      {tested && (
        <PageTestDialog
          name={tested.name}
          body={i18n.translate('incidents.policies.testBody', {
            defaultMessage:
              'An incident opens, and the people of its steps are told, one step after another, until somebody acknowledges it or 15 minutes have passed.',
          })}
          tested={{ escalation_policy_id: tested.id }}
          onClose={() => setTested(undefined)}
        />
      )}
    </>
  );
}

interface ColumnsGiven {
  readonly teamName: (id: string | null) => string;
  readonly nameOf: (target: Target) => string | undefined;
  readonly onEdit?: (id: string) => void;
  readonly onTry: (id: string) => void;
  readonly onTest?: (policy: PolicyAnswer) => void;
}

function columns({ teamName, nameOf, onEdit, onTry, onTest }: ColumnsGiven): EuiBasicTableColumn<PolicyAnswer>[] {
  return [
    {
      field: 'name',
      name: i18n.translate('incidents.policies.name', { defaultMessage: 'Policy' }),
      width: '24%',
      render: (_: unknown, { name, team_id, ready, problems, file }: PolicyAnswer) => (
        <div css={{ display: 'grid', gap: 4, justifyItems: 'start' }}>
          <strong>
            <AlertText text={name} most={120} />
          </strong>
          <Subdued size="xs">
            {team_id === null ? (
              i18n.translate('incidents.policies.allTeams', { defaultMessage: 'all teams' })
            ) : (
              <AlertText text={teamName(team_id)} most={80} />
            )}
          </Subdued>
          <ReadinessBadge ready={ready} problems={problems} />
          {file !== null && <FileBadge file={file} />}
        </div>
      ),
    },
    {
      field: 'matchers',
      name: i18n.translate('incidents.policies.fits', { defaultMessage: 'Fits' }),
      width: '22%',
      render: (_: unknown, { matchers, is_default }: PolicyAnswer) => {
        const isAny = Object.keys(matchers).length === 0;
        return (
          <div css={{ display: 'grid', gap: 4, justifyItems: 'start' }}>
            {is_default && (
              <EuiBadge color="hollow">
                {i18n.translate('incidents.policies.default', { defaultMessage: 'default' })}
              </EuiBadge>
            )}
            {is_default && isAny ? (
              <Subdued size="s">
                {i18n.translate('incidents.policies.rest', { defaultMessage: 'what no other policy fits' })}
              </Subdued>
            ) : (
              <MatchersText matchers={matchers} />
            )}
            {matchers.times && <TimesText times={matchers.times} />}
          </div>
        );
      },
    },
    {
      field: 'steps',
      name: i18n.translate('incidents.policies.steps', { defaultMessage: 'Steps' }),
      render: (_: unknown, policy: PolicyAnswer) => (
        <div css={{ width: '100%' }}>
          <StepsText policy={policy} nameOf={nameOf} />
          <ProblemList problems={policy.problems} />
        </div>
      ),
    },
    {
      field: 'id',
      name: i18n.translate('incidents.policies.actions', { defaultMessage: 'Actions' }),
      width: '96px',
      align: 'right',
      render: (_: unknown, policy: PolicyAnswer) => (
        <Actions {...{ policy, onTry, ...(onEdit ? { onEdit } : {}), ...(onTest ? { onTest } : {}) }} />
      ),
    },
  ];
}

interface ActionsProps extends Pick<ColumnsGiven, 'onTry' | 'onEdit' | 'onTest'> {
  readonly policy: PolicyAnswer;
}

function Actions({ policy, onTry, onEdit, onTest }: ActionsProps): ReactElement {
  const { id, name, managed_by } = policy;
  const values = { name: isolate(name, 60) };
  const tryText = i18n.translate('incidents.policies.try', { defaultMessage: 'Simulate {name}', values });
  const testText = i18n.translate('incidents.policies.test', { defaultMessage: 'Page now by {name}', values });
  const editText = i18n.translate('incidents.policies.edit', { defaultMessage: 'Edit {name}', values });
  return (
    <>
      <EuiToolTip content={tryText}>
        <EuiButtonIcon
          iconType={icon('play')}
          aria-label={tryText}
          onClick={() => onTry(id)}
          data-test-subj="incidentsPolicyTry"
        />
      </EuiToolTip>
      {onTest && (
        <EuiToolTip content={testText}>
          <EuiButtonIcon
            iconType={icon('bell')}
            aria-label={testText}
            onClick={() => onTest(policy)}
            data-test-subj="incidentsPolicyTest"
          />
        </EuiToolTip>
      )}
      {onEdit && managed_by !== 'file' && (
        <EuiToolTip content={editText}>
          <EuiButtonIcon
            iconType={icon('pencil')}
            aria-label={editText}
            onClick={() => onEdit(id)}
            data-test-subj="incidentsPolicyEdit"
          />
        </EuiToolTip>
      )}
    </>
  );
}

interface StepsTextProps {
  readonly policy: PolicyAnswer;
  readonly nameOf: (target: Target) => string | undefined;
}

/** The steps in words, and what comes after the last. */
function StepsText({ policy: { steps, repeat }, nameOf }: StepsTextProps): ReactElement {
  return (
    <EuiText size="s" css={{ '> *': { marginBlockEnd: '0 !important' } }}>
      <ol css={{ marginBlock: 0 }}>
        {steps.map(({ targets, delay_seconds, timeout_seconds }, index) => (
          <li key={index}>
            <span css={{ display: 'inline-flex', flexWrap: 'wrap', columnGap: 12, maxWidth: '100%' }}>
              {targets.map((target) => (
                <TargetText key={`${target.type} ${target.id}`} type={target.type} name={nameOf(target)} />
              ))}
            </span>
            <Subdued size="xs">{stepText(delay_seconds, timeout_seconds)}</Subdued>
          </li>
        ))}
      </ol>
      <Subdued size="xs">
        {repeat === 0
          ? i18n.translate('incidents.policies.once', { defaultMessage: 'Then it has run out.' })
          : i18n.translate('incidents.policies.repeat', {
              defaultMessage: 'Then from the beginning; rounds at most: {rounds}.',
              values: { rounds: repeat + 1 },
            })}
      </Subdued>
    </EuiText>
  );
}

function stepText(delay: number, wait: number): string {
  const values = { delay: duration(delay), wait: duration(wait) };
  return delay > 0
    ? i18n.translate('incidents.policies.delayedStep', {
        defaultMessage: 'after {delay}, then waits {wait}',
        values,
      })
    : i18n.translate('incidents.policies.step', { defaultMessage: 'waits {wait}', values });
}
