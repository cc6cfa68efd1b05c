import { EuiButton, EuiCallOut, EuiFlexGroup, EuiFlexItem, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useState, type ReactElement } from 'react';
import { shortTime } from '../age';
import { AlertText } from '../alert-text';
import { icon } from '../icon';
import { isolate } from '../text';
import { fieldText } from './field-text';
import type { Meanwhile } from './meanwhile';
import { SideBySide } from './side-by-side';
import { changedFields } from './versions';

interface ChangedMeanwhileProps {
  readonly meanwhile: Meanwhile;
  /** As it was when the form was opened. */
  readonly before: object;
  readonly theirs: object;
  /** What is in the form, as it would be saved. */
  readonly mine: object;
  /** It was to be deleted. */
  readonly isDeletion: boolean;
  readonly onOverwrite: () => void;
  readonly onTakeTheirs: () => void;
}

/** Somebody else was faster: says who, and what they changed. What was typed stays until somebody decides. */
export function ChangedMeanwhile(props: ChangedMeanwhileProps): ReactElement {
  const { meanwhile, before, theirs, mine, isDeletion, onOverwrite, onTakeTheirs } = props;
  const [isBeside, setBeside] = useState(false);
  const fields = changedFields(before, theirs).map(fieldText).join(', ') || '–';
  const words = isDeletion ? deletionWords(fields) : saveWords(fields);
  return (
    <>
      <EuiCallOut
        size="s"
        color="warning"
        iconType={icon('users')}
        title={titleOf(meanwhile)}
        role="alert"
        data-test-subj="incidentsMeanwhile"
      >
        <p>{words.body}</p>
        {meanwhile.detail !== undefined && (
          <p>
            <AlertText text={meanwhile.detail} />
          </p>
        )}
        {isBeside && (
          <>
            <SideBySide before={before} theirs={theirs} mine={mine} />
            <EuiSpacer size="s" />
          </>
        )}
        <EuiFlexGroup gutterSize="s" responsive={false} wrap>
          <EuiFlexItem grow={false}>
            <EuiButton
              size="s"
              color={isDeletion ? 'danger' : 'warning'}
              onClick={onOverwrite}
              data-test-subj="incidentsMeanwhileOverwrite"
            >
              {words.overwrite}
            </EuiButton>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButton
              size="s"
              color="text"
              aria-expanded={isBeside}
              onClick={() => setBeside(!isBeside)}
              data-test-subj="incidentsMeanwhileBeside"
            >
              {isBeside ? i18n.translate('incidents.meanwhile.hide', { defaultMessage: 'Hide theirs' }) : words.beside}
            </EuiButton>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButton size="s" color="text" onClick={onTakeTheirs} data-test-subj="incidentsMeanwhileTheirs">
              {words.theirs}
            </EuiButton>
          </EuiFlexItem>
        </EuiFlexGroup>
      </EuiCallOut>
      <EuiSpacer size="m" />
    </>
  );
}

function saveWords(fields: string) {
  return {
    body: i18n.translate('incidents.meanwhile.body', {
      defaultMessage: 'Nothing was saved, and what you typed is still here. Changed: {fields}',
      values: { fields },
    }),
    overwrite: i18n.translate('incidents.meanwhile.overwrite', { defaultMessage: 'Save mine all the same' }),
    beside: i18n.translate('incidents.meanwhile.beside', { defaultMessage: 'Show theirs beside mine' }),
    theirs: i18n.translate('incidents.meanwhile.theirs', { defaultMessage: 'Drop mine, take theirs' }),
  } as const;
}

function deletionWords(fields: string) {
  return {
    body: i18n.translate('incidents.meanwhile.undeleted', {
      defaultMessage: 'Nothing was deleted. Changed: {fields}',
      values: { fields },
    }),
    overwrite: i18n.translate('incidents.meanwhile.delete', { defaultMessage: 'Delete it all the same' }),
    beside: i18n.translate('incidents.meanwhile.asSeen', { defaultMessage: 'Show theirs beside what you saw' }),
    theirs: i18n.translate('incidents.meanwhile.keep', { defaultMessage: 'Keep it, and look at theirs' }),
  } as const;
}

function titleOf({ by, at }: Meanwhile): string {
  if (by !== undefined && at !== undefined) {
    return i18n.translate('incidents.meanwhile.titleByAt', {
      defaultMessage: '{name} changed this meanwhile, at {time}',
      values: { name: isolate(by, 60), time: shortTime(at, Date.now()) },
    });
  }
  return by === undefined
    ? i18n.translate('incidents.meanwhile.title', { defaultMessage: 'Somebody changed this meanwhile' })
    : i18n.translate('incidents.meanwhile.titleBy', {
        defaultMessage: '{name} changed this meanwhile',
        values: { name: isolate(by, 60) },
      });
}
