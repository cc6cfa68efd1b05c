import { EuiButtonGroup, EuiFormRow, EuiSpacer, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { SilenceAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useSuppressionActions } from '../../hooks/suppressions';
import { duration } from '../age';
import { EditFlyout } from '../edit-flyout';
import { Refusal } from '../refusal';
import { LiveCount } from './live-count';
import { SharedFields, type SharedDraft } from './shared-fields';
import { SpanFields } from './span-fields';
import { toGivenMatchers } from './suppression-matchers';

interface SilenceFlyoutProps {
  /** The one to be changed; none makes another. */
  readonly silence?: SilenceAnswer;
  /** What a new one begins with. */
  readonly prefilled?: Partial<SharedDraft>;
  readonly onClose: () => void;
}

const HOUR_MS = 3_600_000;
const LENGTHS = [0.5, 1, 4, 24] as const;

/** A silence, made or changed; which open incidents it means stands beside it. */
export function SilenceFlyout({ silence, prefilled = {}, onClose }: SilenceFlyoutProps): ReactElement {
  const { saveSilence, isRunning } = useSuppressionActions();
  const [shared, setShared] = useState<SharedDraft>(() => {
    const { team_id = null, matchers = {}, reason = '' } = silence ?? prefilled;
    return { team_id, matchers, reason };
  });
  const [opened] = useState(() => Date.now());
  const [from, setFrom] = useState<number | null>(silence ? Date.parse(silence.starts_at) : opened);
  const [until, setUntil] = useState<number | null>(silence ? Date.parse(silence.ends_at) : opened + HOUR_MS);
  const [chosen, setChosen] = useState(silence ? '' : '1');
  const [isTried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(undefined);
  const matchers = toGivenMatchers(shared.matchers);
  const send = () => {
    setTried(true);
    if (shared.reason.trim() === '' || from === null || until === null || until <= from) return;
    // One that begins now begins when it is saved, however long the form was open.
    const starts = from === opened ? {} : { starts_at: new Date(from).toISOString() };
    const given = {
      ...shared,
      reason: shared.reason.trim(),
      matchers,
      ends_at: new Date(until).toISOString(),
      ...starts,
    };
    saveSilence(silence?.id, given, onClose, (error) => {
      setRefusal(error);
      return true;
    });
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
      <Refusal error={refusal} />
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
            setFrom(opened);
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
