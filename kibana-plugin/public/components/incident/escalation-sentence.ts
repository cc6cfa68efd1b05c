import { i18n } from '@kbn/i18n';
import type { Names } from '../../hooks/directory';
import { shortTime } from '../age';
import { suppressedText } from '../silences/suppressed-text';
import { isolate } from '../text';
import { count, nameOf, part, parts, text, type Fields } from './read-entry';
import { reasonText } from './reasons';
import type { Sentence } from './sentence-parts';

/** What an escalation did, by its own clock. */
export function escalationSentence(kind: string, data: Fields, names: Names, now: number): Sentence | undefined {
  switch (kind) {
    case 'escalation_started':
      return { iconName: 'timeline', text: startedText(data) };
    case 'step_activated':
      return { iconName: 'users', text: activatedText(data, names) };
    case 'step_escalated':
      return { iconName: 'sortDown', text: escalatedText(data) };
    case 'nobody_notified':
      return {
        iconName: 'bellSlash',
        loud: true,
        text: i18n.translate('incidents.timeline.nobody', {
          defaultMessage: 'Nobody was reached: {reason}',
          values: { reason: reasonText(text(data, 'reason') ?? 'nobody_notified') },
        }),
      };
    case 'exhausted':
      return { iconName: 'alert', loud: true, text: exhaustedText(data, now) };
    case 'held':
      return { iconName: 'pause', text: heldText(data, now) };
    case 'hold_over':
      return {
        iconName: 'play',
        text: i18n.translate('incidents.timeline.escalationHoldOver', {
          defaultMessage: '{kind} held it until now: {reason}',
          values: suppressionValues(data),
        }),
      };
    case 'escalation_ended':
      return { iconName: 'stop', text: endedText(data) };
    default:
      return undefined;
  }
}

function startedText(data: Fields): string {
  const policy = text(part(data, 'policy'), 'name');
  const values = {
    run: count(data, 'run'),
    because: reasonText(text(data, 'because') ?? ''),
    policy: policy === undefined ? '' : isolate(policy),
  };
  if (values.run <= 1) {
    return i18n.translate('incidents.timeline.escalationStarted', {
      defaultMessage: 'Escalation began, by the policy {policy}',
      values,
    });
  }
  return i18n.translate('incidents.timeline.escalationAgain', {
    defaultMessage: 'Escalation began again (run {run}), by the policy {policy}: {because}',
    values,
  });
}

function activatedText(data: Fields, names: Names): string {
  const told = new Set(parts(data, 'told').map((each) => toldText(each, names)));
  const values = { step: count(data, 'step'), names: [...told].join(', ') };
  if (told.size === 0) {
    return i18n.translate('incidents.timeline.stepNobody', {
      defaultMessage: 'Step {step} was due, and nobody in it could be told',
      values,
    });
  }
  return i18n.translate('incidents.timeline.step', { defaultMessage: 'Step {step}: telling {names}', values });
}

/** Who is on call is told with the schedule that says so. */
function toldText(told: Fields, names: Names): string {
  const name = nameOf(told, names) ?? somebody();
  const schedule = text(part(told, 'on_call'), 'schedule');
  if (schedule === undefined) return name;
  return i18n.translate('incidents.timeline.onCall', {
    defaultMessage: '{name} (on call in {schedule})',
    values: { name, schedule: isolate(schedule, 60) },
  });
}

function escalatedText(data: Fields): string {
  const next = part(data, 'next');
  const values = {
    step: count(data, 'step'),
    next: count(next, 'step'),
    round: count(next, 'round'),
  };
  if (text(data, 'reason') === 'nobody_notified') {
    return i18n.translate('incidents.timeline.wentOnNobody', {
      defaultMessage: 'Step {step} reached nobody; step {next} is next',
      values,
    });
  }
  if (count(next, 'round') > count(data, 'round')) {
    return i18n.translate('incidents.timeline.wentRound', {
      defaultMessage: 'Nobody answered in step {step}; round {round} begins at step {next}',
      values,
    });
  }
  return i18n.translate('incidents.timeline.wentOn', {
    defaultMessage: 'Nobody answered in step {step}; step {next} is next',
    values,
  });
}

function endedText(data: Fields): string {
  const values = { step: count(data, 'step'), reason: reasonText(text(data, 'reason') ?? '') };
  if (values.step === 0) {
    return i18n.translate('incidents.timeline.escalationOver', {
      defaultMessage: 'The escalation ended: {reason}',
      values,
    });
  }
  return i18n.translate('incidents.timeline.escalationEnded', {
    defaultMessage: 'The escalation ended at step {step}: {reason}',
    values,
  });
}

function exhaustedText(data: Fields, now: number): string {
  const next = text(data, 'next_run_at');
  if (next === undefined) {
    return i18n.translate('incidents.timeline.exhausted', {
      defaultMessage: 'The policy ran out and nobody has answered; nobody else will be told',
    });
  }
  return i18n.translate('incidents.timeline.exhaustedAgain', {
    defaultMessage: 'The policy ran out and nobody has answered; it begins anew at {time}',
    values: { time: shortTime(next, now) },
  });
}

function somebody(): string {
  return i18n.translate('incidents.timeline.somebody', { defaultMessage: 'somebody since deleted' });
}

function heldText(data: Fields, now: number): string {
  const until = text(data, 'until');
  return i18n.translate('incidents.timeline.escalationHeld', {
    defaultMessage: '{kind} holds it until {time}, and nobody is told: {reason}',
    values: { ...suppressionValues(data), time: until === undefined ? '–' : shortTime(until, now) },
  });
}

function suppressionValues(data: Fields) {
  return {
    kind: suppressedText(text(part(data, 'suppression'), 'kind') ?? ''),
    reason: isolate(text(data, 'reason') ?? '–', 300),
  };
}
