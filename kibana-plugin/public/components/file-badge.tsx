import { EuiBadge, EuiToolTip } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { icon } from './icon';
import { isolate } from './text';

/** What a file looks after is changed in that file only. */
export function FileBadge({ file }: { readonly file: string }): ReactElement {
  const values = { file: isolate(file, 100) };
  return (
    <EuiToolTip
      content={i18n.translate('incidents.fileBadge.hint', {
        defaultMessage: 'It is changed in {file} only, and applied from there',
        values,
      })}
    >
      <EuiBadge color="hollow" iconType={icon('document')} tabIndex={0} data-test-subj="incidentsFileBadge">
        {isolate(file, 40)}
      </EuiBadge>
    </EuiToolTip>
  );
}
