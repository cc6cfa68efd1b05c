import { i18n } from '@kbn/i18n';

/** What a field of a setting is called in a sentence; one that has no words of its own is called as the API calls it. */
export function fieldText(field: string): string {
  return texts()[field] ?? field.replaceAll('_', ' ');
}

function texts(): Readonly<Record<string, string>> {
  return {
    ...ofTeams(),
    ...ofTimes(),
    name: i18n.translate('incidents.field.name', { defaultMessage: 'name' }),
    team_id: i18n.translate('incidents.field.team', { defaultMessage: 'team' }),
    matchers: i18n.translate('incidents.field.matchers', { defaultMessage: 'what it is for' }),
    reason: i18n.translate('incidents.field.reason', { defaultMessage: 'reason' }),
    position: i18n.translate('incidents.field.position', { defaultMessage: 'position' }),
    is_default: i18n.translate('incidents.field.default', { defaultMessage: 'use where nothing else fits' }),
    repeat: i18n.translate('incidents.field.repeat', { defaultMessage: 'repeat' }),
    steps: i18n.translate('incidents.field.steps', { defaultMessage: 'steps' }),
    targets: i18n.translate('incidents.field.targets', { defaultMessage: 'who is told' }),
    layers: i18n.translate('incidents.field.layers', { defaultMessage: 'layers' }),
    participant_ids: i18n.translate('incidents.field.participants', { defaultMessage: 'who takes turns' }),
    handoff_notices: i18n.translate('incidents.field.notices', { defaultMessage: 'notices of turns' }),
    storm_rate: i18n.translate('incidents.field.storm', { defaultMessage: 'new incidents a minute' }),
    high: i18n.translate('incidents.field.high', { defaultMessage: 'what is urgent' }),
    low: i18n.translate('incidents.field.low', { defaultMessage: 'what can wait' }),
    status_updates: i18n.translate('incidents.field.updates', { defaultMessage: 'status updates' }),
    parts: i18n.translate('incidents.field.parts', { defaultMessage: 'words' }),
    overrides: i18n.translate('incidents.field.overrides', { defaultMessage: 'thresholds' }),
    roles: i18n.translate('incidents.field.roles', { defaultMessage: 'roles' }),
    service: i18n.translate('incidents.field.service', { defaultMessage: 'service' }),
    environment: i18n.translate('incidents.field.environment', { defaultMessage: 'environment' }),
    label: i18n.translate('incidents.field.label', { defaultMessage: 'label' }),
  };
}

function ofTeams(): Readonly<Record<string, string>> {
  return {
    urgencies: i18n.translate('incidents.field.urgencies', { defaultMessage: 'how urgent each severity is' }),
    support_hours: i18n.translate('incidents.field.supportHours', { defaultMessage: 'support hours' }),
    grouping_window_seconds: i18n.translate('incidents.field.grouping', { defaultMessage: 'grouping' }),
    auto_pause_seconds: i18n.translate('incidents.field.pause', { defaultMessage: 'pause before anybody is told' }),
    reopen_window_seconds: i18n.translate('incidents.field.reopen', { defaultMessage: 'time to reopen' }),
    acknowledgement_timeout_seconds: i18n.translate('incidents.field.acknowledgement', {
      defaultMessage: 'how long an acknowledgement holds',
    }),
    fallback_target: i18n.translate('incidents.field.fallback', { defaultMessage: 'who is told when nobody was' }),
    member_ids: i18n.translate('incidents.field.members', { defaultMessage: 'members' }),
  };
}

function ofTimes(): Readonly<Record<string, string>> {
  return {
    time_zone: i18n.translate('incidents.field.zone', { defaultMessage: 'time zone' }),
    times: i18n.translate('incidents.field.times', { defaultMessage: 'times' }),
    starts_at: i18n.translate('incidents.field.starts', { defaultMessage: 'beginning' }),
    ends_at: i18n.translate('incidents.field.ends', { defaultMessage: 'end' }),
    interval_seconds: i18n.translate('incidents.field.interval', { defaultMessage: 'time between heartbeats' }),
    grace_seconds: i18n.translate('incidents.field.grace', { defaultMessage: 'how late it may be' }),
    quiet_hours: i18n.translate('incidents.field.quiet', { defaultMessage: 'quiet hours' }),
    working_days: i18n.translate('incidents.field.days', { defaultMessage: 'working days' }),
    delay_seconds: i18n.translate('incidents.field.delay', { defaultMessage: 'time before' }),
    timeout_seconds: i18n.translate('incidents.field.timeout', { defaultMessage: 'time to wait' }),
  };
}
