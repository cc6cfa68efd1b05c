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
import { ConnectLines } from './connect-lines';

interface TokenDialogProps {
  readonly source: string;
  readonly token: string;
  /** Another one is live: whatever uses it goes on until it is revoked. */
  readonly isRotation: boolean;
  readonly onClose: () => void;
}

/** The one time that a token is shown. */
export function TokenDialog({ source, token, isRotation, onClose }: TokenDialogProps): ReactElement {
  const title = i18n.translate('incidents.token.title', {
    defaultMessage: 'A new token for {source}',
    values: { source: isolate(source, 60) },
  });
  return (
    <EuiModal
      role="dialog"
      aria-modal
      onClose={onClose}
      aria-label={title}
      css={{ width: 720, maxWidth: '92vw' }}
      data-test-subj="incidentsToken"
    >
      <EuiModalHeader>
        <EuiModalHeaderTitle>{title}</EuiModalHeaderTitle>
      </EuiModalHeader>
      <EuiModalBody>
        <EuiCallOut
          size="s"
          color="warning"
          iconType={icon('lock')}
          title={i18n.translate('incidents.token.once', {
            defaultMessage: 'Copy it now: it is kept as a hash only and never shown again.',
          })}
        >
          {isRotation && (
            <p>
              {i18n.translate('incidents.token.rotation', {
                defaultMessage:
                  'The token before it stays live. Put this one in its place, see that it is used, and then revoke the old one.',
              })}
            </p>
          )}
        </EuiCallOut>
        <EuiSpacer size="m" />
        <EuiCodeBlock isCopyable paddingSize="s" data-test-subj="incidentsTokenText">
          {token}
        </EuiCodeBlock>
        <EuiSpacer size="l" />
        <ConnectLines token={token} headingElement="h2" />
      </EuiModalBody>
      <EuiModalFooter>
        <EuiButton fill onClick={onClose} data-test-subj="incidentsTokenDone">
          {i18n.translate('incidents.token.done', { defaultMessage: 'I have it' })}
        </EuiButton>
      </EuiModalFooter>
    </EuiModal>
  );
}
