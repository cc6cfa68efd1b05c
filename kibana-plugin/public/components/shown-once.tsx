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
import type { ReactElement, ReactNode } from 'react';
import { icon } from './icon';

interface ShownOnceProps {
  readonly title: string;
  readonly token: string;
  /** What is to be done with the one before it. */
  readonly hint?: string | undefined;
  readonly onClose: () => void;
  /** What tests call it. */
  readonly subject: string;
  /** Where it goes; what has that much to say is wider. */
  readonly children?: ReactNode;
}

/** The one time that a token is shown. */
export function ShownOnce({ title, token, hint, onClose, subject, children }: ShownOnceProps): ReactElement {
  return (
    <EuiModal
      role="dialog"
      aria-modal
      onClose={onClose}
      aria-label={title}
      {...(children !== undefined && { css: { width: 720, maxWidth: '92vw' } })}
      data-test-subj={subject}
    >
      <EuiModalHeader>
        <EuiModalHeaderTitle>{title}</EuiModalHeaderTitle>
      </EuiModalHeader>
      <EuiModalBody>
        <EuiCallOut
          size="s"
          color="warning"
          iconType={icon('lock')}
          title={i18n.translate('incidents.shownOnce.title', {
            defaultMessage: 'Copy it now: it is kept as a hash only and never shown again.',
          })}
        >
          {hint !== undefined && <p>{hint}</p>}
        </EuiCallOut>
        <EuiSpacer size="m" />
        <EuiCodeBlock isCopyable paddingSize="s" data-test-subj={`${subject}Text`}>
          {token}
        </EuiCodeBlock>
        {children}
      </EuiModalBody>
      <EuiModalFooter>
        <EuiButton fill onClick={onClose} data-test-subj={`${subject}Done`}>
          {i18n.translate('incidents.shownOnce.done', { defaultMessage: 'I have it' })}
        </EuiButton>
      </EuiModalFooter>
    </EuiModal>
  );
}
