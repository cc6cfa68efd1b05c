import { EuiBadge, EuiCallOut, EuiSpacer, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { PolicyAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { ApiProblem } from '../api/problem';
import { AlertText } from './alert-text';
import { icon } from './icon';

export type ReadinessProblem = PolicyAnswer['problems'][number];

/** Whether it would reach those who are meant. */
export function ReadinessBadge({ ready, problems }: Pick<PolicyAnswer, 'ready' | 'problems'>): ReactElement {
  if (!ready) {
    return (
      <EuiBadge color="danger" iconType={icon('alert')}>
        {i18n.translate('incidents.readiness.notReady', { defaultMessage: 'Not ready' })}
      </EuiBadge>
    );
  }
  if (problems.length > 0) {
    return (
      <EuiBadge color="warning">
        {i18n.translate('incidents.readiness.warnings', {
          defaultMessage: 'Ready, {count, plural, one {# warning} other {# warnings}}',
          values: { count: problems.length },
        })}
      </EuiBadge>
    );
  }
  return (
    <EuiBadge color="success">{i18n.translate('incidents.readiness.ready', { defaultMessage: 'Ready' })}</EuiBadge>
  );
}

/** What is wrong, one sentence each; what is wrong in several places the same way is said once. */
export function ProblemList({ problems }: { readonly problems: readonly ReadinessProblem[] }): ReactElement | null {
  if (problems.length === 0) return null;
  const said = new Map(problems.map((problem) => [`${problem.found} ${problem.expected}`, problem]));
  return (
    <EuiText size="xs">
      <ul css={{ marginBlock: 4 }} data-test-subj="incidentsProblems">
        {[...said].map(([sentence, problem]) => (
          <li key={sentence}>
            <ProblemText problem={problem} />
          </li>
        ))}
      </ul>
    </EuiText>
  );
}

/** Beside a field. */
export function FieldProblems({ problems }: { readonly problems: readonly ReadinessProblem[] }): ReactElement | null {
  if (problems.length === 0) return null;
  return (
    <>
      {problems.map((problem, index) => (
        <EuiText
          key={`${problem.code} ${index}`}
          size="xs"
          {...(problem.severity === 'blocking' ? { color: 'danger' as const } : {})}
          data-test-subj="incidentsProblem"
        >
          <ProblemText problem={problem} />
        </EuiText>
      ))}
    </>
  );
}

function ProblemText({ problem: { found, expected } }: { readonly problem: ReadinessProblem }): ReactElement {
  const values = { found, expected };
  return (
    <AlertText
      text={i18n.translate('incidents.readiness.problem', { defaultMessage: '{found}; expected: {expected}', values })}
    />
  );
}

/** All that a refused save was refused for, or undefined when it was refused for something else. */
export function unreadiness(error: unknown): readonly ReadinessProblem[] | undefined {
  if (!(error instanceof ApiProblem) || error.problem.type !== 'urn:incidents:problem:not-ready') return undefined;
  const { problems } = error.problem as { readonly problems?: readonly ReadinessProblem[] };
  return problems ?? [];
}

/** What has no place in the form is said above it, with the way to save all the same. */
export function NotReady({ problems }: { readonly problems: readonly ReadinessProblem[] }): ReactElement {
  return (
    <>
      <EuiCallOut
        size="s"
        color="warning"
        iconType={icon('alert')}
        title={i18n.translate('incidents.readiness.refused', {
          defaultMessage: 'Not saved: it would not reach everybody who is meant',
        })}
        role="alert"
        data-test-subj="incidentsNotReady"
      >
        <ProblemList problems={problems} />
      </EuiCallOut>
      <EuiSpacer size="m" />
    </>
  );
}
