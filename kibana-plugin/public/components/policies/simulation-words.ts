import { i18n } from '@kbn/i18n';
import type { SimulationAnswer } from 'incident-core';

type Policy = NonNullable<SimulationAnswer['policy']>;

export function urgencyText(urgency: SimulationAnswer['urgency']): string {
  return urgency === 'high'
    ? i18n.translate('incidents.simulation.urgency.high', { defaultMessage: 'high urgency' })
    : i18n.translate('incidents.simulation.urgency.low', { defaultMessage: 'low urgency' });
}

export function teamReasonText(reason: SimulationAnswer['team']['reason']): string {
  switch (reason) {
    case 'given':
      return i18n.translate('incidents.simulation.team.given', { defaultMessage: 'as it is given' });
    case 'routing_rule':
      return i18n.translate('incidents.simulation.team.rule', { defaultMessage: 'by a routing rule' });
    case 'tag':
      return i18n.translate('incidents.simulation.team.tag', { defaultMessage: 'by a tag' });
    case 'source':
      return i18n.translate('incidents.simulation.team.source', { defaultMessage: 'as the team of the source' });
    case 'catch_all':
      return i18n.translate('incidents.simulation.team.catchAll', { defaultMessage: 'unrouted: nothing named a team' });
  }
}

export function policyReasonText(reason: Policy['reason']): string {
  switch (reason) {
    case 'matchers':
      return i18n.translate('incidents.simulation.policy.matchers', { defaultMessage: 'fits best' });
    case 'team_default':
      return i18n.translate('incidents.simulation.policy.team', { defaultMessage: 'the default of the team' });
    case 'global_default':
      return i18n.translate('incidents.simulation.policy.global', { defaultMessage: 'the default of all' });
    case 'asked_for':
      return i18n.translate('incidents.simulation.policy.asked', { defaultMessage: 'as it was asked for' });
  }
}

/** Why a policy is not the one. */
export function passedOverText(reason: SimulationAnswer['other_policies'][number]['reason']): string {
  switch (reason) {
    case 'other_team':
      return i18n.translate('incidents.simulation.over.team', { defaultMessage: 'is for another team' });
    case 'service_differs':
      return i18n.translate('incidents.simulation.over.service', { defaultMessage: 'is for other services' });
    case 'environment_differs':
      return i18n.translate('incidents.simulation.over.environment', { defaultMessage: 'is for other environments' });
    case 'severity_differs':
      return i18n.translate('incidents.simulation.over.severity', { defaultMessage: 'is for other severities' });
    case 'tags_differ':
      return i18n.translate('incidents.simulation.over.tags', { defaultMessage: 'is for other tags' });
    case 'times_differ':
      return i18n.translate('incidents.simulation.over.times', { defaultMessage: 'is for other hours' });
    case 'only_a_default':
      return i18n.translate('incidents.simulation.over.default', { defaultMessage: 'is only a default' });
    case 'matches_nothing':
      return i18n.translate('incidents.simulation.over.nothing', { defaultMessage: 'fits nothing' });
    case 'less_specific':
      return i18n.translate('incidents.simulation.over.specific', { defaultMessage: 'fits less closely' });
    case 'later_position':
      return i18n.translate('incidents.simulation.over.position', { defaultMessage: 'has a later position' });
    default:
      return i18n.translate('incidents.simulation.over.notAsked', {
        defaultMessage: 'would be the one, but another was asked for',
      });
  }
}
