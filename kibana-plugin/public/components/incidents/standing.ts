import { i18n } from '@kbn/i18n';
import type { IncidentAnswer } from 'incident-core';
import { shortAge } from '../age';
import { clockTime, suppressedText } from '../silences/suppressed-text';

export interface Standing {
  readonly where: string;
  /** What is next, or that nothing is. */
  readonly next: string;
  /** Nobody is being told any more, and nobody has answered. */
  readonly isLoud: boolean;
}

/** Where the escalation of an incident stands, in two short lines; undefined when it never had one. */
export function describeStanding(
  { escalation, status: incidentStatus, suppressed }: Pick<IncidentAnswer, 'escalation' | 'status' | 'suppressed'>,
  now: number,
): Standing | undefined {
  if (!escalation) return undefined;
  if (suppressed) {
    const values = { time: clockTime(suppressed.until, now) };
    const where = suppressedText(suppressed.kind);
    return {
      where,
      next: i18n.translate('incidents.standing.held', { defaultMessage: 'Until {time}', values }),
      isLoud: false,
    };
  }
  const isUnanswered = incidentStatus === 'triggered';
  const { step, of, round, run, status, due_at } = escalation;
  const wait = due_at === null ? 0 : Date.parse(due_at) - now;
  const values = { step, of: of ?? 0, round, run, age: shortAge(wait) };
  if (of === null && due_at === null) {
    return {
      where: i18n.translate('incidents.standing.noPolicy', { defaultMessage: 'No policy' }),
      next: i18n.translate('incidents.standing.nobody', { defaultMessage: 'Nobody is told' }),
      isLoud: isUnanswered,
    };
  }
  if (of === null) {
    return {
      where: i18n.translate('incidents.standing.run', { defaultMessage: 'Run {run}', values }),
      next: i18n.translate('incidents.standing.begins', { defaultMessage: 'Begins in {age}', values }),
      isLoud: isUnanswered,
    };
  }
  const where = i18n.translate('incidents.standing.step', { defaultMessage: 'Step {step} of {of}', values });
  if (status === 'resolved' || due_at === null) {
    const next = isUnanswered
      ? i18n.translate('incidents.standing.ranOut', { defaultMessage: 'Ran out' })
      : i18n.translate('incidents.standing.ended', { defaultMessage: 'Ended' });
    return { where, next, isLoud: isUnanswered };
  }
  return { where, next: describeNext(values, wait), isLoud: false };
}

function describeNext(values: { readonly round: number; readonly age: string }, wait: number): string {
  if (wait <= 0) return i18n.translate('incidents.standing.due', { defaultMessage: 'Due now' });
  if (values.round > 1) {
    return i18n.translate('incidents.standing.round', { defaultMessage: 'Round {round}, {age}', values });
  }
  return i18n.translate('incidents.standing.next', { defaultMessage: 'Next in {age}', values });
}
