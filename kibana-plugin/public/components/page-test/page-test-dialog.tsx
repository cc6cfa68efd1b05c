import {
  EuiButton,
  EuiButtonEmpty,
  EuiModal,
  EuiModalBody,
  EuiModalFooter,
  EuiModalHeader,
  EuiModalHeaderTitle,
  EuiText,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useEffect, useRef, type ReactElement } from 'react';
import type { Tested } from '../../api/page-test';
import { usePageMe } from '../../hooks/page-test';
import { icon } from '../icon';
import { isolate } from '../text';
import { Receipt } from './receipt';

interface PageTestDialogProps {
  readonly name: string;
  /** Who hears of it, before anybody does. */
  readonly body: string;
  readonly tested: Tested;
  readonly onClose: () => void;
}

/** Asks before others are disturbed, and then shows what becomes of the test. Closing it ends the looking, not the test. */
export function PageTestDialog({ name, body, tested, onClose }: PageTestDialogProps): ReactElement {
  const { ask, isRunning, test } = usePageMe();
  const closing = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone by then, and the focus with it.
  useEffect(() => {
    if (test !== undefined) closing.current?.focus();
  }, [test]);
  const title = i18n.translate('incidents.pageTest.title', {
    defaultMessage: 'Try {name} for real?',
    values: { name: isolate(name, 60) },
  });
  return (
    <EuiModal
      onClose={onClose}
      aria-label={title}
      css={{ width: 560 }}
      initialFocus="[data-test-subj=incidentsPageTestClose]"
      data-test-subj="incidentsPageTestDialog"
    >
      <EuiModalHeader>
        <EuiModalHeaderTitle size="s">{title}</EuiModalHeaderTitle>
      </EuiModalHeader>
      <EuiModalBody>
        <EuiText size="s">
          <p>{body}</p>
        </EuiText>
        {test !== undefined && <Receipt id={test} />}
      </EuiModalBody>
      <EuiModalFooter>
        <EuiButtonEmpty buttonRef={closing} onClick={onClose} data-test-subj="incidentsPageTestClose">
          {test === undefined
            ? i18n.translate('incidents.pageTest.cancel', { defaultMessage: 'Cancel' })
            : i18n.translate('incidents.pageTest.close', { defaultMessage: 'Close' })}
        </EuiButtonEmpty>
        {test === undefined && (
          <EuiButton
            fill
            iconType={icon('bell')}
            isLoading={isRunning}
            onClick={() => ask(tested)}
            data-test-subj="incidentsPageTestAsk"
          >
            {i18n.translate('incidents.pageTest.ask', { defaultMessage: 'Page now' })}
          </EuiButton>
        )}
      </EuiModalFooter>
    </EuiModal>
  );
}
