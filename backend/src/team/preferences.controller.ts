import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import {
  givenPreferencesSchema,
  idParamsSchema,
  type PreferenceProblem,
  type PreferenceProblemReason,
  type Preferences,
  type PreferencesAnswer,
} from 'incident-core';
import { readBody, readParams } from '../platform/validate.ts';
import { PreferencesService, type JudgedPreferences } from './preferences.service.ts';

@Controller('v1/users/:id/preferences')
export class PreferencesController {
  constructor(private readonly preferences: PreferencesService) {}

  /** How a responder wants to be told. */
  @Get()
  async get(@Param() params: unknown): Promise<PreferencesAnswer> {
    return toAnswer(await this.preferences.get(readParams(idParamsSchema, params).id));
  }

  /** Says how a responder wants to be told. */
  @Put()
  async replace(@Param() params: unknown, @Body() body: unknown): Promise<PreferencesAnswer> {
    const { id } = readParams(idParamsSchema, params);
    return toAnswer(await this.preferences.replace(id, readBody(givenPreferencesSchema, body)));
  }
}

function toAnswer({ userId, timeZone, isDefault, preferences, problems }: JudgedPreferences): PreferencesAnswer {
  const { high, low, quietHours, workingDays, statusUpdates } = preferences;
  return {
    user_id: userId,
    is_default: isDefault,
    high: toList(high),
    low: toList(low),
    quiet_hours: quietHours,
    working_days: workingDays,
    status_updates: statusUpdates,
    time_zone: timeZone,
    problems: problems.map((problem) => toProblem(problem, preferences)),
  };
}

function toList(list: Preferences['high']): PreferencesAnswer['high'] {
  return list.map(({ channel, delaySeconds }) => ({ channel, delay_seconds: delaySeconds }));
}

function toProblem({ path: [urgency, at], reason }: PreferenceProblem, preferences: Preferences) {
  const list = urgency === 'high' || urgency === 'low' ? preferences[urgency] : [];
  const channels = list.map(({ channel }) => channel).join(', ');
  const place = urgency === undefined ? '$' : `$.${urgency}${at === undefined ? '' : `[${at}].channel`}`;
  const found = { ...FOUND, only_when_critical: channels, nothing_at_once: `${list[0]?.delaySeconds} seconds` }[reason];
  return { path: place, reason, found: found ?? list[Number(at)]?.channel ?? '', expected: EXPECTED[reason] };
}

const FOUND: Readonly<Record<PreferenceProblemReason, string | null>> = {
  no_verified_contact_method: null,
  never_rings: null,
  only_when_critical: null,
  nothing_at_once: null,
  unreachable: 'no verified contact method',
};

const EXPECTED: Readonly<Record<PreferenceProblemReason, string>> = {
  no_verified_contact_method: 'a channel with a verified contact method; this one is passed over',
  never_rings: 'Slack or mail: the phone never rings for what is not urgent',
  only_when_critical: 'something beside SMS, which is for critical severity only; Slack and mail are used for the rest',
  nothing_at_once: 'a channel without a delay: nobody is told before the first one is due',
  unreachable: 'a verified contact method: this person cannot be told at all',
};
