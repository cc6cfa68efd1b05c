import { EuiBadge, EuiFlexGroup, EuiFlexItem, EuiPanel, EuiSpacer, EuiSteps, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { PolicyAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { useNames, usePolicies, useTeams, type Names } from '../../hooks/directory';
import { duration } from '../age';
import { AlertText } from '../alert-text';
import { EmptyFace, ErrorFace, LoadingTable } from '../face';
import { MatchersText } from '../matchers-text';
import { isolate } from '../text';
import { Subdued } from '../small';

export function PolicyList(): ReactElement {
  const { data, error, refetch } = usePolicies();
  const { data: teams } = useTeams();
  const names = useNames();
  if (!data) return error ? <ErrorFace error={error} onRetry={() => void refetch()} /> : <LoadingTable rows={3} />;
  if (data.length === 0) {
    return (
      <EmptyFace
        iconName="timeline"
        title={i18n.translate('incidents.policies.empty.title', { defaultMessage: 'No escalation policy' })}
        body={i18n.translate('incidents.policies.empty.body', {
          defaultMessage: 'Without one nobody is told of an incident. Policies are made in the backend.',
        })}
      />
    );
  }
  return (
    <div css={{ display: 'grid', gap: 16, gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 300px), 1fr))' }}>
      {data.map((policy) => (
        <Policy
          key={policy.id}
          policy={policy}
          team={teams?.find(({ id }) => id === policy.team_id)?.name}
          names={names}
        />
      ))}
    </div>
  );
}

interface PolicyProps {
  readonly policy: PolicyAnswer;
  readonly team: string | undefined;
  readonly names: Names;
}

function Policy({ policy, team, names }: PolicyProps): ReactElement {
  const { name, is_default, matchers, repeat, steps } = policy;
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="m" data-test-subj="incidentsPolicy">
      <EuiTitle size="xs">
        <h2>
          <AlertText text={name} lines={2} />
        </h2>
      </EuiTitle>
      <EuiSpacer size="xs" />
      <EuiFlexGroup gutterSize="xs" wrap responsive={false}>
        <EuiFlexItem grow={false}>
          <EuiBadge color="hollow">
            {team === undefined ? (
              i18n.translate('incidents.policies.allTeams', { defaultMessage: 'all teams' })
            ) : (
              <AlertText text={team} lines={1} />
            )}
          </EuiBadge>
        </EuiFlexItem>
        {is_default && (
          <EuiFlexItem grow={false}>
            <EuiBadge color="primary">
              {i18n.translate('incidents.policies.default', { defaultMessage: 'default' })}
            </EuiBadge>
          </EuiFlexItem>
        )}
      </EuiFlexGroup>
      <EuiSpacer size="s" />
      {!is_default && <MatchersText matchers={matchers} />}
      <EuiSpacer size="s" />
      <EuiSteps
        titleSize="xs"
        headingElement="h3"
        steps={steps.map(({ targets, delay_seconds, timeout_seconds }) => ({
          title: targets.map((target) => isolate(names(target) ?? '–', 60)).join(', '),
          children: (
            <Subdued size="xs">
              {delay_seconds > 0
                ? i18n.translate('incidents.policies.delayedStep', {
                    defaultMessage: 'after {delay}, then waits {wait}',
                    values: { delay: duration(delay_seconds), wait: duration(timeout_seconds) },
                  })
                : i18n.translate('incidents.policies.step', {
                    defaultMessage: 'waits {wait}',
                    values: { wait: duration(timeout_seconds) },
                  })}
            </Subdued>
          ),
        }))}
        css={{ '.euiStep__content': { marginBlockStart: 4, paddingBlock: '0 8px' } }}
      />
      <Subdued size="xs">
        {repeat === 0
          ? i18n.translate('incidents.policies.once', { defaultMessage: 'Then it has run out.' })
          : i18n.translate('incidents.policies.repeat', {
              defaultMessage: 'Then from the beginning; rounds at most: {rounds}.',
              values: { rounds: repeat + 1 },
            })}
      </Subdued>
    </EuiPanel>
  );
}
