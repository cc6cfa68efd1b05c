import {
  EuiButton,
  EuiCallOut,
  EuiCodeBlock,
  EuiModal,
  EuiModalBody,
  EuiModalFooter,
  EuiModalHeader,
  EuiModalHeaderTitle,
  EuiSpacer,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { icon } from '../icon';
import { isolate } from '../text';

interface ShownOnceProps {
  readonly name: string;
  readonly token: string;
  readonly onClose: () => void;
}

/** The one time that an API token is shown. */
export function ShownOnce({ name, token, onClose }: ShownOnceProps): ReactElement {
  const title = i18n.translate('incidents.apiToken.title', {
    defaultMessage: 'The token “{name}”',
    values: { name: isolate(name, 60) },
  });
  return (
    <EuiModal role="dialog" aria-modal onClose={onClose} aria-label={title} data-test-subj="incidentsApiToken">
      <EuiModalHeader>
        <EuiModalHeaderTitle>{title}</EuiModalHeaderTitle>
      </EuiModalHeader>
      <EuiModalBody>
        <EuiCallOut
          size="s"
          color="warning"
          iconType={icon('lock')}
          title={i18n.translate('incidents.apiToken.once', {
            defaultMessage: 'Copy it now: it is kept as a hash only and never shown again.',
          })}
        />
        <EuiSpacer size="m" />
        <EuiCodeBlock isCopyable paddingSize="s" data-test-subj="incidentsApiTokenText">
          {token}
        </EuiCodeBlock>
      </EuiModalBody>
      <EuiModalFooter>
        <EuiButton fill onClick={onClose} data-test-subj="incidentsApiTokenDone">
          {i18n.translate('incidents.apiToken.done', { defaultMessage: 'I have it' })}
        </EuiButton>
      </EuiModalFooter>
    </EuiModal>
  );
}
