import { EuiButton, EuiEmptyPrompt, EuiSkeletonRectangle, EuiSkeletonText, EuiSpacer, useEuiTheme } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { ApiProblem } from '../api/problem';
import { icon, type IconName } from './icon';

/** What a page shows while it has nothing else to show. */
export function LoadingFace(): ReactElement {
  return (
    <div role="status" aria-label={i18n.translate('incidents.face.loading', { defaultMessage: 'Loading' })}>
      <EuiSkeletonText lines={8} isLoading />
    </div>
  );
}

/** The place of a table, so that nothing jumps when it comes. */
export function LoadingTable({ rows = 8 }: { readonly rows?: number }): ReactElement {
  return (
    <div role="status" aria-label={i18n.translate('incidents.face.loadingTable', { defaultMessage: 'Loading' })}>
      <EuiSpacer size="xxl" />
      {Array.from({ length: rows }, (_, row) => (
        <div key={row}>
          <EuiSkeletonRectangle isLoading width="100%" height={44} borderRadius="s" />
          <EuiSpacer size="s" />
        </div>
      ))}
    </div>
  );
}

interface FaceAction {
  readonly text: string;
  readonly onClick: () => void;
}

interface FaceProps {
  readonly iconName: IconName;
  readonly color?: 'subdued' | 'danger' | 'warning' | 'success';
  readonly title: string;
  readonly body: string;
  readonly subject: string;
  readonly onRetry?: (() => void) | undefined;
  readonly action?: FaceAction | undefined;
}

function Face({ iconName, color = 'subdued', title, body, subject, onRetry, action }: FaceProps): ReactElement {
  const { euiTheme } = useEuiTheme();
  return (
    <EuiEmptyPrompt
      color={color === 'success' ? 'plain' : color}
      iconType={icon(iconName)}
      title={<h2>{title}</h2>}
      titleSize="s"
      // What EUI takes for it is too faint on some of its own colours.
      body={<p css={{ color: euiTheme.colors.text }}>{body}</p>}
      data-test-subj={subject}
      actions={
        action ? (
          <EuiButton onClick={action.onClick} data-test-subj="incidentsFaceAction">
            {action.text}
          </EuiButton>
        ) : (
          onRetry && (
            <EuiButton iconType={icon('refresh')} onClick={onRetry} data-test-subj="incidentsRetry">
              {i18n.translate('incidents.face.retry', { defaultMessage: 'Try again' })}
            </EuiButton>
          )
        )
      }
    />
  );
}

interface EmptyFaceProps {
  readonly title: string;
  readonly body: string;
  readonly iconName?: IconName;
  readonly action?: FaceAction;
}

export function EmptyFace({ title, body, iconName = 'check', action }: EmptyFaceProps): ReactElement {
  return <Face iconName={iconName} title={title} body={body} action={action} subject="incidentsEmpty" />;
}

/** The face for a failure: forbidden, not there, backend away, or whatever else went wrong. */
export function ErrorFace({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry?: () => void;
}): ReactElement {
  if (error instanceof ApiProblem && error.isSessionOver) {
    return (
      <Face
        iconName="lock"
        title={i18n.translate('incidents.face.sessionOver.title', { defaultMessage: 'You are not logged in any more' })}
        body={error.message}
        subject="incidentsSessionOver"
        action={{
          text: i18n.translate('incidents.face.sessionOver.logIn', { defaultMessage: 'Log in' }),
          // Kibana asks who it is, and leads back to this page.
          onClick: () => location.reload(),
        }}
      />
    );
  }
  if (error instanceof ApiProblem && error.isForbidden) {
    return (
      <Face
        iconName="lock"
        title={i18n.translate('incidents.face.forbidden.title', { defaultMessage: 'You may not see this' })}
        body={error.problem.detail ?? error.problem.title}
        subject="incidentsForbidden"
      />
    );
  }
  if (error instanceof ApiProblem && error.isNotFound) {
    return (
      <Face
        iconName="search"
        title={i18n.translate('incidents.face.notFound.title', { defaultMessage: 'There is no such thing' })}
        body={i18n.translate('incidents.face.notFound.body', {
          defaultMessage: 'It may have been deleted, or the link is not complete.',
        })}
        subject="incidentsNotFound"
      />
    );
  }
  if (error instanceof ApiProblem && error.isBackendAway) {
    return (
      <Face
        iconName="bolt"
        color="warning"
        title={error.problem.title}
        body={i18n.translate('incidents.face.away.body', {
          defaultMessage:
            'Alerts are taken and people are told by the backend, not by Kibana: this page alone cannot say whether they still are.',
        })}
        subject="incidentsBackendAway"
        onRetry={onRetry}
      />
    );
  }
  return (
    <Face
      iconName="error"
      color="danger"
      title={i18n.translate('incidents.face.error.title', { defaultMessage: 'This did not work' })}
      body={error instanceof Error ? error.message : String(error)}
      subject="incidentsError"
      onRetry={onRetry}
    />
  );
}
