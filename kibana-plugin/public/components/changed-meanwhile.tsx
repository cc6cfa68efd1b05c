import { EuiButton, EuiButtonEmpty, EuiCallOut, EuiFlexGroup, EuiFlexItem, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { ApiProblem } from '../api/problem';
import { icon } from './icon';

/** How it is now, and the name of that state, where an edit was refused since it has changed. */
export interface Meanwhile {
  readonly tag: string;
  readonly current: Readonly<Record<string, unknown>>;
}

/** Undefined when the edit was refused for something else. */
export function meanwhileOf(error: unknown): Meanwhile | undefined {
  if (!(error instanceof ApiProblem) || error.problem.status !== 412) return undefined;
  const { etag, current } = error.problem as { readonly etag?: unknown; readonly current?: unknown };
  if (typeof etag !== 'string' || typeof current !== 'object' || current === null) return undefined;
  return { tag: etag, current: current as Meanwhile['current'] };
}

interface ChangedMeanwhileProps {
  readonly meanwhile: Meanwhile;
  /** As it was when the form was opened. */
  readonly before: Readonly<object>;
  /** What a field is called in the form. */
  readonly nameOf: (field: string) => string;
  readonly onOverwrite: () => void;
  readonly onTakeTheirs: () => void;
}

/** Somebody else was faster: says what they changed. What was typed stays until somebody decides. */
export function ChangedMeanwhile(props: ChangedMeanwhileProps): ReactElement {
  const { meanwhile, before, nameOf, onOverwrite, onTakeTheirs } = props;
  const was: Readonly<Record<string, unknown>> = { ...before };
  const changed = Object.keys(meanwhile.current).filter(
    (field) => JSON.stringify(meanwhile.current[field]) !== JSON.stringify(was[field]),
  );
  return (
    <>
      <EuiCallOut
        size="s"
        color="warning"
        iconType={icon('users')}
        title={i18n.translate('incidents.meanwhile.title', { defaultMessage: 'Somebody changed this meanwhile' })}
        role="alert"
        data-test-subj="incidentsMeanwhile"
      >
        <p>
          {i18n.translate('incidents.meanwhile.body', {
            defaultMessage: 'Nothing was saved, and what you typed is still here. Changed: {fields}',
            values: { fields: changed.map(nameOf).join(', ') || '–' },
          })}
        </p>
        <EuiFlexGroup gutterSize="s" responsive={false} wrap>
          <EuiFlexItem grow={false}>
            <EuiButton size="s" color="warning" onClick={onOverwrite} data-test-subj="incidentsMeanwhileOverwrite">
              {i18n.translate('incidents.meanwhile.overwrite', { defaultMessage: 'Save mine all the same' })}
            </EuiButton>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty size="s" onClick={onTakeTheirs} data-test-subj="incidentsMeanwhileTheirs">
              {i18n.translate('incidents.meanwhile.theirs', { defaultMessage: 'Drop mine, show theirs' })}
            </EuiButtonEmpty>
          </EuiFlexItem>
        </EuiFlexGroup>
      </EuiCallOut>
      <EuiSpacer size="m" />
    </>
  );
}
