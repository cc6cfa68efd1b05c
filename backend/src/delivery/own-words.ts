import { Inject, Injectable } from '@nestjs/common';
import {
  TEMPLATE_PARTS,
  type TemplateChannel,
  type TemplateEvent,
  type TemplatePart,
  type TemplateParts,
  type TemplateVariables,
} from 'incident-core';
import { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { SYSTEM } from '../timeline/timeline.ts';
import { isSlow, renderTemplate, type TemplateFault } from './template-engine.ts';
import { TemplateRepository, type TemplateRow } from './template.repository.ts';

/** What is about to be said. */
export interface Saying {
  readonly channel: TemplateChannel;
  /** Null for what has no template. */
  readonly event: TemplateEvent | null;
  readonly teamId: string;
  /** Null for what is of no incident. */
  readonly incidentId: string | null;
  /** Asked for only where there is a template. */
  readonly variables: () => TemplateVariables;
}

/** So long another backend's change may stay unseen. */
const REMEMBERED_MS = 2_000;
/** So long a template that took too much time is not tried again. */
const LEFT_ALONE_MS = 60_000;
const MOST_TEAMS = 1_000;

/**
 * Makes the texts of stored templates at the moment of sending. One that cannot be used is no reason not to send: the
 * built-in text goes out, and the failure is counted and stands in the timeline.
 */
@Injectable()
export class OwnWords {
  readonly #teams = new Map<string, { readonly rows: Promise<readonly TemplateRow[]>; readonly at: number }>();
  readonly #leftAlone = new Map<string, { readonly fault: TemplateFault; readonly until: number }>();

  constructor(
    private readonly templates: TemplateRepository,
    private readonly timeline: TimelineService,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The parts that templates say otherwise than it is built in. */
  async of(saying: Saying): Promise<TemplateParts> {
    const { channel, event, teamId } = saying;
    if (event === null) return {};
    const stored = (await this.storedFor(teamId)).filter((row) => row.channel === channel && row.event === event);
    const made: { [Part in TemplatePart]?: string } = {};
    for (const part of TEMPLATE_PARTS) {
      const template = templateFor(part, stored);
      const text = template?.parts[part];
      if (template === null || text === undefined) continue;
      const rendered = this.render(template, part, text, { ...saying.variables(), event });
      if (typeof rendered === 'string') made[part] = rendered;
      else await this.note(saying, template, part, rendered);
    }
    return made;
  }

  /** What was changed here counts at once. */
  forget(): void {
    this.#teams.clear();
  }

  private storedFor(teamId: string): Promise<readonly TemplateRow[]> {
    const now = this.clock.now().getTime();
    const known = this.#teams.get(teamId);
    if (known && now - known.at < REMEMBERED_MS) return known.rows;
    if (this.#teams.size >= MOST_TEAMS) this.#teams.clear();
    const rows = this.templates.of(this.database, teamId);
    this.#teams.set(teamId, { rows, at: now });
    // What could not be loaded is asked for again.
    rows.catch(() => this.#teams.delete(teamId));
    return rows;
  }

  private render(
    { id, version }: TemplateRow,
    part: TemplatePart,
    text: string,
    variables: TemplateVariables,
  ): string | TemplateFault {
    const key = `${id} ${version} ${part}`;
    const now = this.clock.now().getTime();
    const left = this.#leftAlone.get(key);
    if (left && now < left.until) return left.fault;
    this.#leftAlone.delete(key);
    const rendered = renderTemplate(part, text, variables);
    if (typeof rendered !== 'string' && isSlow(rendered)) {
      this.#leftAlone.set(key, { fault: rendered, until: now + LEFT_ALONE_MS });
    }
    return rendered;
  }

  private async note(
    { channel, event, incidentId }: Saying,
    template: TemplateRow,
    part: TemplatePart,
    { line, column, found }: TemplateFault,
  ): Promise<void> {
    const reason = `${part}, line ${line}, column ${column}: ${found}`;
    const now = this.clock.now();
    this.metrics.templateFailures.inc({ channel });
    this.logger.error(
      { template: { id: template.id, channel, event, part }, reason },
      'a template could not be used; the built-in text is sent',
    );
    await this.database.transaction(async (transaction) => {
      await this.templates.markFailed(transaction, template, reason, now);
      if (incidentId === null) return;
      if (!(await this.templates.isFirstFailure(transaction, incidentId, template))) return;
      const { id, teamId } = template;
      const data = { channel, event, part, template_id: id, team_id: teamId, reason };
      await this.timeline.append(transaction, [{ incidentId, at: now, kind: 'template_failed', actor: SYSTEM, data }]);
    });
  }
}

/** The team's goes before that for all, part for part. */
function templateFor(part: TemplatePart, stored: readonly TemplateRow[]): TemplateRow | null {
  const having = stored.filter(({ parts }) => parts[part] !== undefined);
  return having.find(({ teamId }) => teamId !== null) ?? having[0] ?? null;
}
