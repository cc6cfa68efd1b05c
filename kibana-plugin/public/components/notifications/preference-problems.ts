import { i18n } from '@kbn/i18n';
import type { PreferencesAnswer } from 'incident-core';
import { channelName } from '../incident/reasons';

type Problem = PreferencesAnswer['problems'][number];
type Urgency = 'high' | 'low';

/** What is wrong with one channel of a list, as it was saved; undefined when nothing is. */
export function problemOfChannel(
  { problems, ...saved }: Pick<PreferencesAnswer, 'problems' | Urgency>,
  urgency: Urgency,
  channel: string,
): string | undefined {
  const index = saved[urgency].findIndex((each) => each.channel === channel);
  const problem = problems.find(({ path }) => path === `$.${urgency}[${index}].channel`);
  return problem && problemText(problem, channelName(channel));
}

/** What is wrong with a whole list. */
export function problemsOfList({ problems }: Pick<PreferencesAnswer, 'problems'>, urgency: Urgency): readonly string[] {
  return problems.filter(({ path }) => path === `$.${urgency}`).map((problem) => problemText(problem, ''));
}

export function isUnreachable({ problems }: Pick<PreferencesAnswer, 'problems'>): boolean {
  return problems.some(({ reason }) => reason === 'unreachable');
}

function problemText({ reason, found, expected }: Problem, channel: string): string {
  const values = { channel };
  switch (reason) {
    case 'no_verified_contact_method':
      return i18n.translate('incidents.preferences.problem.unverified', {
        defaultMessage: 'Passed over: no verified contact method for {channel}',
        values,
      });
    case 'never_rings':
      return i18n.translate('incidents.preferences.problem.rings', {
        defaultMessage: 'Passed over: the phone never rings for what can wait',
      });
    case 'only_when_critical':
      return i18n.translate('incidents.preferences.problem.critical', {
        defaultMessage: 'SMS is for what is critical only; for the rest your other contact methods are used.',
      });
    case 'nothing_at_once':
      return i18n.translate('incidents.preferences.problem.late', {
        defaultMessage: 'Nothing reaches you at once: the first of your channels waits too.',
      });
    case 'unreachable':
      return i18n.translate('incidents.preferences.problem.unreachable', { defaultMessage: 'You cannot be told' });
    default:
      // A newer backend may find more.
      return i18n.translate('incidents.preferences.problem.other', {
        defaultMessage: '{found}; expected: {expected}',
        values: { found, expected },
      });
  }
}
