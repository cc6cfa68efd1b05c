import {
  EuiButton,
  EuiButtonEmpty,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFlyout,
  EuiFlyoutBody,
  EuiFlyoutFooter,
  EuiFlyoutHeader,
  EuiForm,
  EuiTitle,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement, ReactNode } from 'react';
import { DeleteButton } from '../delete-button';

interface EditFlyoutProps {
  readonly title: string;
  /** What tests call it: its buttons are called by it and what they do. */
  readonly subject: string;
  readonly isRunning: boolean;
  /** Whether it was refused as not ready, so that it may be insisted on. */
  readonly isUnready: boolean;
  readonly onClose: () => void;
  readonly onSave: (isForced: boolean) => void;
  /** What saving is called, where it is more than that. */
  readonly saveText?: string;
  /** For what is there already: what it is called, and what goes with it. */
  readonly deletion?: { readonly name: string; readonly body: string; readonly onConfirm: () => void } | undefined;
  readonly children: ReactNode;
}

/** Around a form in which something is made or changed: save, insist where it is not ready, delete, cancel. */
export function EditFlyout(props: EditFlyoutProps): ReactElement {
  const { title, subject, isRunning, isUnready, onClose, onSave, saveText, deletion, children } = props;
  const formId = useGeneratedHtmlId({ prefix: 'incidentsEdit' });
  return (
    <EuiFlyout
      onClose={onClose}
      size="m"
      maxWidth={640}
      aria-label={title}
      ownFocus
      data-test-subj={`${subject}Flyout`}
    >
      <EuiFlyoutHeader hasBorder>
        <EuiTitle size="m">
          <h2>{title}</h2>
        </EuiTitle>
      </EuiFlyoutHeader>
      <EuiFlyoutBody>
        <EuiForm
          component="form"
          id={formId}
          fullWidth
          onSubmit={(event) => {
            event.preventDefault();
            onSave(false);
          }}
        >
          {children}
        </EuiForm>
      </EuiFlyoutBody>
      <EuiFlyoutFooter>
        <EuiFlexGroup justifyContent="spaceBetween" responsive={false} gutterSize="s">
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty onClick={onClose} flush="left">
              {i18n.translate('incidents.edit.cancel', { defaultMessage: 'Cancel' })}
            </EuiButtonEmpty>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiFlexGroup responsive={false} gutterSize="s">
              {deletion && <DeleteButton {...deletion} />}
              {isUnready && (
                <EuiFlexItem grow={false}>
                  <EuiButton
                    color="warning"
                    isDisabled={isRunning}
                    onClick={() => onSave(true)}
                    data-test-subj={`${subject}Force`}
                  >
                    {i18n.translate('incidents.edit.force', { defaultMessage: 'Save it as not ready' })}
                  </EuiButton>
                </EuiFlexItem>
              )}
              <EuiFlexItem grow={false}>
                <EuiButton fill type="submit" form={formId} isLoading={isRunning} data-test-subj={`${subject}Save`}>
                  {saveText ?? i18n.translate('incidents.edit.save', { defaultMessage: 'Save' })}
                </EuiButton>
              </EuiFlexItem>
            </EuiFlexGroup>
          </EuiFlexItem>
        </EuiFlexGroup>
      </EuiFlyoutFooter>
    </EuiFlyout>
  );
}
