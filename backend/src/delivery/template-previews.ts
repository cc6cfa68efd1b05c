import { Inject, Injectable } from '@nestjs/common';
import {
  measureSms,
  TEMPLATE_PARTS,
  toHandoffVariables,
  toSampleHandoff,
  toSampleIncident,
  toSampleTold,
  toTemplateVariables,
  type Sample,
  type TemplateChannel,
  type TemplateEvent,
  type TemplateParts,
  type TemplatePart,
  type TemplatePreview,
  type TemplatePreviewAnswer,
  type TemplateVariables,
  type ToldIncident,
} from 'incident-core';
import { may, type Caller } from '../access/caller.ts';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { invalid, notFound } from '../platform/problem.ts';
import { unknownReference } from '../access/constraints.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { incidentOfPayload } from './payload-incident.ts';
import { showHandoff, showIncident, type Shown } from './preview-message.ts';
import { checkedParts, textsOf, toMistake } from './template-check.ts';
import { renderTemplate } from './template-engine.ts';
import { TemplateRepository, type TemplateRow } from './template.repository.ts';

interface Subject {
  readonly of: TemplatePreviewAnswer['of'];
  readonly incident: ToldIncident;
  readonly sample: Sample;
}

/** Shows what a template would say, with the same code that sends. Nothing leaves, nothing is kept. */
@Injectable()
export class TemplatePreviews {
  constructor(
    private readonly templates: TemplateRepository,
    private readonly directory: DirectoryService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** @throws Problem 400 for a template that cannot be used, 404 for an incident that the caller may not see, 422 for a payload without an alert */
  async of(given: TemplatePreview, caller: Caller): Promise<TemplatePreviewAnswer> {
    const { channel, event } = given;
    const texts = await this.textsOf(given);
    const subject = await this.subjectOf(given, caller);
    const { shown, rendered } = show(channel, event, texts, subject);
    const { parts, body } = shown;
    return {
      channel,
      event,
      of: subject.of,
      parts,
      body,
      sizes: TEMPLATE_PARTS.flatMap((part) => {
        const text = parts[part];
        if (text === undefined) return [];
        const segments = channel === 'sms' ? measureSms(text).segments : null;
        return [{ part, characters: text.length, sms_segments: segments }];
      }),
      warnings: [...this.warningsOf(event), ...warningsOf(channel, rendered, shown)],
    };
  }

  /** What is given, or else what is stored: the team's before that for all, part for part. */
  private async textsOf({ channel, event, parts, team_id: teamId }: TemplatePreview): Promise<TemplateParts> {
    if (parts !== undefined) return checkedParts(channel, event, parts, this.clock.now());
    const rows = await this.templates.both(this.database, channel, event, teamId);
    const partsOf = (isWanted: (row: TemplateRow) => boolean) => rows.find(isWanted)?.parts ?? {};
    return { ...partsOf((row) => row.teamId === null), ...partsOf((row) => row.teamId !== null) };
  }

  private async subjectOf(given: TemplatePreview, caller: Caller): Promise<Subject> {
    const now = this.clock.now();
    const { incident_id: incidentId, payload, team_id: teamId } = given;
    const { name = 'Ada Lovelace' } = 'name' in caller.actor ? caller.actor : {};
    const { PUBLIC_URL: publicUrl } = this.config;
    const incidentUrl = publicUrl === undefined ? null : `${publicUrl}/ack/preview`;
    const sample = { recipient: name, incidentUrl, now };
    if (incidentId !== undefined) {
      const { teamName, ...incident } = await this.incident(incidentId, caller);
      return { of: 'incident', incident, sample: { ...sample, team: teamName } };
    }
    const team = teamId === null ? 'Payments' : await this.teamName(teamId);
    if (payload === undefined) return { of: 'sample', incident: toSampleIncident(now), sample: { ...sample, team } };
    return { of: 'payload', incident: incidentOfPayload(payload, now), sample: { ...sample, team } };
  }

  private async incident(id: string, caller: Caller) {
    const incident = await this.templates.incident(this.database, id);
    if (!incident || !may(caller, 'view', [incident.teamId])) throw notFound('incident', id);
    return incident;
  }

  private async teamName(id: string): Promise<string> {
    const { teams } = await this.directory.names(this.database, { teamIds: [id], userIds: [] });
    const name = teams.get(id);
    if (name !== undefined) return name;
    throw unknownReference([{ path: '$.team_id', found: id, expected: 'the id of a team' }]);
  }

  private warningsOf(event: TemplateEvent): readonly string[] {
    return this.config.PUBLIC_URL === undefined && event !== 'handoff'
      ? ['PUBLIC_URL is not set: messages have no link, and no way to acknowledge but in Kibana and Slack']
      : [];
  }
}

function show(
  channel: TemplateChannel,
  event: TemplateEvent,
  texts: TemplateParts,
  { incident, sample }: Subject,
): { readonly shown: Shown; readonly rendered: TemplateParts } {
  if (event === 'handoff') {
    const told = toSampleHandoff(sample);
    const rendered = renderAll(texts, { ...toHandoffVariables(told), event });
    return { shown: showHandoff(channel, told, rendered), rendered };
  }
  const told = toSampleTold(event, incident, sample);
  const rendered = renderAll(texts, { ...toTemplateVariables(told), event });
  return { shown: showIncident(channel, told, rendered), rendered };
}

function renderAll(texts: TemplateParts, variables: TemplateVariables): TemplateParts {
  const rendered: { [Part in TemplatePart]?: string } = {};
  for (const [part, text] of textsOf(texts)) {
    const made = renderTemplate(part, text, variables);
    if (typeof made !== 'string') throw invalid([toMistake(part, made)]);
    rendered[part] = made;
  }
  return rendered;
}

function warningsOf(channel: TemplateChannel, rendered: TemplateParts, { parts }: Shown): readonly string[] {
  const warnings = textsOf(rendered).flatMap(([part, text]) => {
    if (text.trim() === '') return [`${part}: nothing came of the template, so the built-in text is sent`];
    const words = text.replace(/\s+/g, ' ').trim();
    const sent = (parts[part] ?? '').replace(/\s+/g, ' ');
    // What is escaped, or written in another alphabet, is not looked for word by word.
    return words.length > sent.length ? [`${part}: the text is too long for the channel, and was cut`] : [];
  });
  const sms = channel === 'sms' ? measureSms(parts.text ?? '') : null;
  return sms !== null && !sms.isGsm
    ? [...warnings, 'text: it needs letters that GSM has not, so that an SMS holds 67 characters in place of 153']
    : warnings;
}
