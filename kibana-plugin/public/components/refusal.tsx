import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { ApiProblem, failureTitle } from '../api/problem';
import { AlertText } from './alert-text';
import { icon } from './icon';

interface RefusalProps {
  /** What a save was refused with; nothing is shown for undefined. */
  readonly error: unknown;
  /** What is said of it where it is known that nothing came of it; without, that nothing was saved. */
  readonly title?: string;
  /** What a path of the request is called in the form. */
  readonly nameOf?: (path: string) => string;
}

/** Why a form could not be saved, field by field. */
export function Refusal({ error, title, nameOf = bare }: RefusalProps): ReactElement | null {
  if (error === undefined) return null;
  const problem = error instanceof ApiProblem ? error.problem : undefined;
  const errors = problem?.errors ?? [];
  return (
    <>
      <EuiCallOut
        size="s"
        color="danger"
        iconType={icon('error')}
        title={failureTitle(error, title ?? nothingText())}
        data-test-subj="incidentsRefusal"
        role="alert"
      >
        <p>
          <AlertText text={problem?.detail ?? (error instanceof Error ? error.message : String(error))} />
        </p>
        {errors.length > 0 && (
          <ul>
            {errors.map(({ path, expected }) => (
              <li key={path + expected}>
                <AlertText text={[nameOf(path), expected].filter(Boolean).join(': ')} />
              </li>
            ))}
          </ul>
        )}
      </EuiCallOut>
      <EuiSpacer size="m" />
    </>
  );
}

function nothingText(): string {
  return i18n.translate('incidents.refusal.title', { defaultMessage: 'Nothing was saved' });
}

function bare(path: string): string {
  return path.replace(/^\$\.?/, '');
}
