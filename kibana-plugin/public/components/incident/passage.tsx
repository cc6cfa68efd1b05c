import { EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { EscalationAnswer, NamedTarget, NotificationAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { duration, shortAge, shortTime } from '../age';
import { AlertText } from '../alert-text';
import { DeliveryBadge } from '../badges';
import { isolate } from '../text';
import { channelText, reasonText } from './reasons';
import { Subdued } from '../small';

type Passage = EscalationAnswer['passages'][number];
type Ahead = EscalationAnswer['ahead'][number];

export function stepTitle({ step, round, targets }: Passage | Ahead, rounds: number | null): string {
  const values = { step, round, names: targets.map(targetName).join(', ') };
  if ((rounds ?? 1) > 1 && round > 1) {
    return i18n.translate('incidents.passage.roundTitle', {
      defaultMessage: 'Round {round}, step {step}: {names}',
      values,
    });
  }
  return i18n.translate('incidents.passage.title', { defaultMessage: 'Step {step}: {names}', values });
}

export function stepStatus({ status, reason }: Passage): 'incomplete' | 'current' | 'complete' | 'warning' | 'danger' {
  switch (status) {
    case 'pending':
      return 'incomplete';
    case 'active':
    case 'notified':
      return 'current';
    case 'escalated':
      return reason === 'nobody_notified' ? 'danger' : 'warning';
    case 'resolved':
      return 'complete';
  }
}

export function passageBody(
  passage: Passage,
  { run }: EscalationAnswer,
  notifications: readonly NotificationAnswer[],
  now: number,
): ReactElement {
  const own = notifications.filter(
    ({ passage: of }) => of?.run === run && of.round === passage.round && of.step === passage.step,
  );
  return (
    <EuiText size="xs">
      {sentences(passage, now).map((sentence) => (
        <p key={sentence} css={{ marginBlockEnd: '4px !important' }}>
          {sentence}
        </p>
      ))}
      {own.map(({ id, recipient, channel, status, reason }) => (
        <div key={id} css={{ marginBlockEnd: 4 }}>
          <div css={{ display: 'flex', gap: 8, alignItems: 'center', justifyContent: 'space-between' }}>
            <span css={{ minWidth: 0 }}>
              <AlertText text={`${recipient.name ?? targetName(recipient)}, ${channelText(channel)}`} lines={1} />
            </span>
            <span css={{ flex: 'none' }}>
              <DeliveryBadge status={status} />
            </span>
          </div>
          {reason !== null && (
            <Subdued size="xs">
              <AlertText text={reasonText(reason)} lines={2} />
            </Subdued>
          )}
        </div>
      ))}
    </EuiText>
  );
}

export function aheadBody({ due_at, timeout_seconds }: Ahead, now: number): ReactElement {
  return (
    <Subdued size="xs">
      {i18n.translate('incidents.passage.ahead', {
        defaultMessage: 'At {time} if nobody answers, then waits {wait}',
        values: { time: shortTime(due_at, now), wait: duration(timeout_seconds) },
      })}
    </Subdued>
  );
}

function sentences(passage: Passage, now: number): readonly string[] {
  return [...whatHappened(passage, now), ...passage.unreachable.map(unreachableText)];
}

function whatHappened(passage: Passage, now: number): readonly string[] {
  const { status, due_at, activated_at, notified_at, ended_at, reason, timeout_seconds } = passage;
  const told = notified_at ?? activated_at;
  const values = {
    told: told === null ? '' : shortTime(told, now),
    ended: ended_at === null ? '' : shortTime(ended_at, now),
    wait: timeout_seconds === null ? '' : duration(timeout_seconds),
    left: shortAge(Date.parse(due_at) - now),
    due: shortTime(due_at, now),
    reason: reason === null ? '' : reasonText(reason),
  };
  switch (status) {
    case 'pending':
      return [i18n.translate('incidents.passage.pending', { defaultMessage: 'Due at {due}', values })];
    case 'active':
      return [i18n.translate('incidents.passage.active', { defaultMessage: 'Being told since {told}', values })];
    case 'notified':
      return [
        i18n.translate('incidents.passage.notified', {
          defaultMessage: 'Told at {told}. Goes on in {left} unless somebody answers',
          values,
        }),
      ];
    case 'escalated':
      if (reason === 'nobody_notified') {
        return [
          i18n.translate('incidents.passage.nobody', { defaultMessage: 'Reached nobody, went on at {ended}', values }),
        ];
      }
      return [
        i18n.translate('incidents.passage.escalated', {
          defaultMessage: 'Told at {told}, no answer within {wait}',
          values,
        }),
      ];
    case 'resolved':
      return [
        ...(told === null
          ? []
          : [i18n.translate('incidents.passage.told', { defaultMessage: 'Told at {told}', values })]),
        i18n.translate('incidents.passage.ended', { defaultMessage: 'Over at {ended}: {reason}', values }),
      ];
  }
}

function unreachableText({ target, reason }: Passage['unreachable'][number]): string {
  return i18n.translate('incidents.passage.unreachable', {
    defaultMessage: '{name} could not be told: {reason}',
    values: { name: targetName(target), reason: reasonText(reason) },
  });
}

function targetName({ name }: NamedTarget): string {
  if (name !== null) return isolate(name, 60);
  return i18n.translate('incidents.passage.deleted', { defaultMessage: 'somebody since deleted' });
}
