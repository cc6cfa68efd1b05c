import { EuiButtonGroup, EuiFormRow, EuiSpacer, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { SilenceAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useEdit, type Opened } from '../../hooks/edit';
import { useSuppressionActions } from '../../hooks/suppressions';
import { duration } from '../age';
import { EditFlyout } from '../edit/edit-flyout';
import { EditNotice } from '../edit/edit-notice';
import { LiveCount } from './live-count';
import { SharedFields, type SharedDraft } from './shared-fields';
import { SpanFields } from './span-fields';
import { toGivenMatchers } from './suppression-matchers';

interface SilenceFlyoutProps {
  /** The one to be changed; none makes another. */
  readonly opened?: Opened<SilenceAnswer>;
  /** What a new one begins with. */
  readonly prefilled?: Partial<SharedDraft>;
  readonly onClose: () => void;
}

const HOUR_MS = 3_600_000;
const LENGTHS = [0.5, 1, 4, 24] as const;

/** A silence, made or changed; which open incidents it means stands beside it. */
export function SilenceFlyout({ opened, prefilled = {}, onClose }: SilenceFlyoutProps): ReactElement {
  const silence = opened?.item;
  const { saveSilence, isRunning } = useSuppressionActions();
  const [shared, setShared] = useState<SharedDraft>(() => {
    const { team_id = null, matchers = {}, reason = '' } = silence ?? prefilled;
    return { team_id, matchers, reason };
  });
  const [began] = useState(() => Date.now());
  const [from, setFrom] = useState<number | null>(silence ? Date.parse(silence.starts_at) : began);
  const [until, setUntil] = useState<number | null>(silence ? Date.parse(silence.ends_at) : began + HOUR_MS);
  const [chosen, setChosen] = useState(silence ? '' : '1');
  const [isTried, setTried] = useState(false);
  const matchers = toGivenMatchers(shared.matchers);
  // One that begins now begins when it is saved, however long the form was open.
  const starts = from === null || from === began ? {} : { starts_at: new Date(from).toISOString() };
  const ends = until === null || until <= (from ?? until) ? undefined : new Date(until).toISOString();
  const given = { ...shared, reason: shared.reason.trim(), matchers, ...starts };
  const edit = useEdit(opened, (tag, refused) => {
    if (ends !== undefined) saveSilence({ id: silence?.id, tag }, { ...given, ends_at: ends }, onClose, refused);
  });
  const send = () => {
    setTried(true);
    if (given.reason !== '') edit.send();
  };
  return (
    <EditFlyout
      title={
        silence
          ? i18n.translate('incidents.silence.change', { defaultMessage: 'Change the silence' })
          : i18n.translate('incidents.silence.make', { defaultMessage: 'New silence' })
      }
      subject="incidentsSilence"
      isRunning={isRunning}
      isUnready={false}
      onClose={onClose}
      onSave={send}
    >
      <EditNotice edit={edit} mine={{ ...given, ends_at: ends }} />
      <SharedFields
        draft={shared}
        isTried={isTried}
        isTeamFixed={silence !== undefined}
        onChange={(change) => setShared({ ...shared, ...change })}
      />
      <EuiSpacer size="m" />
      <LiveCount given={{ team_id: shared.team_id, matchers }} />
      <EuiSpacer size="l" />
      <EuiTitle size="xs">
        <h3>{i18n.translate('incidents.silence.when', { defaultMessage: 'For how long' })}</h3>
      </EuiTitle>
      <EuiSpacer size="s" />
      <EuiFormRow hasChildLabel={false}>
        <EuiButtonGroup
          isFullWidth
          buttonSize="compressed"
          legend={i18n.translate('incidents.silence.length', { defaultMessage: 'From now on, for' })}
          options={LENGTHS.map((hours) => ({
            id: String(hours),
            label: duration(hours * 3_600),
            'data-test-subj': `incidentsSilenceFor-${hours}`,
          }))}
          idSelected={chosen}
          onChange={(id) => {
            setChosen(id);
            setFrom(began);
            setUntil(Date.now() + Number(id) * HOUR_MS);
          }}
        />
      </EuiFormRow>
      <SpanFields
        // The two fields keep what is typed: another length begins them anew.
        key={chosen}
        from={from}
        until={until}
        onChange={(change) => {
          if (change.from !== undefined) setFrom(change.from);
          if (change.until !== undefined) setUntil(change.until);
        }}
      />
    </EditFlyout>
  );
}
