import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { ApiProblem } from '../api/problem';
import { AlertText } from './alert-text';
import { icon } from './icon';

interface RefusalProps {
  /** What a save was refused with; nothing is shown for undefined. */
  readonly error: unknown;
  /** When it is no save that was refused. */
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
        title={title ?? i18n.translate('incidents.refusal.title', { defaultMessage: 'Nothing was saved' })}
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

function bare(path: string): string {
  return path.replace(/^\$\.?/, '');
}
