import { Inject, Injectable } from '@nestjs/common';
import type { PulledRule, PullScope, RuleKnowledge } from 'incident-core';
import { z } from 'zod';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { PullFault } from './pull-fault.ts';

/** A Kibana to ask about the rules of a source. */
export interface KibanaPlace {
  readonly sourceId: string;
  readonly kibanaUrl: string;
  readonly apiKey: string;
  readonly scope: PullScope;
}

export interface RuleName {
  readonly space: string;
  readonly ruleId: string;
}

/** What was learnt of rules; `fault` says why nothing was of some. */
export interface LearntRules {
  of(name: RuleName): RuleKnowledge;
  readonly fault: PullFault | null;
}

/** Null when there is no answer, or none that is whole. */
async function get(
  url: string,
  apiKey: string,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly body: unknown } | null> {
  const headers = { authorization: `ApiKey ${apiKey}`, accept: 'application/json' };
  try {
    const answer = await fetch(url, { headers, redirect: 'error', signal });
    return { status: answer.status, body: answer.status === 200 ? await answer.json() : await answer.text() };
  } catch (error) {
    // By its name: an error of the network need not be of our realm's classes.
    const name = typeof error === 'object' && error !== null && 'name' in error ? error.name : null;
    if (typeof name === 'string' && NO_ANSWER.includes(name)) return null;
    throw error;
  }
}

/** What fetch throws when the network fails, when it takes too long, and for text that is not JSON. */
const NO_ANSWER = ['TypeError', 'AbortError', 'TimeoutError', 'SyntaxError'];

type AskedRule = RuleKnowledge & { readonly isWanted: boolean };

interface Remembered {
  readonly knowledge: RuleKnowledge;
  readonly until: number;
}

const AT_ONCE = 4;
/** No longer in one go, for what was read waits meanwhile. */
const LONGEST_MS = 30_000;
/** So many are asked for in one go; the others wait for the next. */
const MOST_ASKED = 500;
/** A rule that is muted or snoozed in between must open nothing: what would open is asked for with each poll. */
const CONNECTED_FOR_MS = 5_000;
const OTHERS_FOR_MS = 300_000;
const MOST_REMEMBERED = 20_000;

const ruleSchema = z.object({
  tags: z.array(z.string()).default([]),
  actions: z.array(z.object({ id: z.string() })).default([]),
  mute_all: z.boolean().default(false),
  muted_alert_ids: z.array(z.string()).default([]),
  is_snoozed_until: z.string().nullish(),
  active_snoozes: z.array(z.string()).nullish(),
  snooze_schedule: z
    .array(
      z.object({
        duration: z.number(),
        rRule: z.object({ dtstart: z.string(), count: z.number().optional(), freq: z.number().optional() }),
      }),
    )
    .nullish(),
});

/** Asks Kibana's alerting API what alert documents do not say: a rule's connectors, and whether it is muted or snoozed. */
@Injectable()
export class KibanaRules {
  private readonly remembered = new Map<string, Remembered>();
  private readonly timeoutMs: number;

  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.timeoutMs = config.PULL_TIMEOUT_SECONDS * 1000;
  }

  async learn(place: KibanaPlace, names: readonly RuleName[], signal: AbortSignal): Promise<LearntRules> {
    const now = this.clock.now();
    const learnt = new Map<string, RuleKnowledge>();
    const open = new Map<string, RuleName>();
    for (const name of names) {
      const known = this.remembered.get(keyOf(place, name));
      if (known && known.until > now.getTime()) learnt.set(keyOf(place, name), known.knowledge);
      else open.set(keyOf(place, name), name);
    }
    const waiting = [...open.values()].slice(0, MOST_ASKED);
    let fault: PullFault | null = null;
    const inTime = AbortSignal.timeout(LONGEST_MS);
    const ask = async () => {
      for (
        let name = waiting.shift();
        name !== undefined && fault === null && !inTime.aborted;
        name = waiting.shift()
      ) {
        const answer = await this.ask(place, name, now, signal);
        if (answer instanceof PullFault) fault = answer;
        else {
          learnt.set(keyOf(place, name), answer);
          this.remember(place, name, answer, now);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, ask));
    return { of: (name) => learnt.get(keyOf(place, name)) ?? { kind: 'unknown' }, fault };
  }

  private async ask(
    { kibanaUrl, apiKey, scope }: KibanaPlace,
    { space, ruleId }: RuleName,
    now: Date,
    signal: AbortSignal,
  ): Promise<AskedRule | PullFault> {
    const prefix = space === 'default' ? '' : `/s/${encodeURIComponent(space)}`;
    const url = `${kibanaUrl}${prefix}/api/alerting/rule/${encodeURIComponent(ruleId)}`;
    const place = `Kibana at ${new URL(kibanaUrl).host}`;
    const answer = await get(url, apiKey, AbortSignal.any([signal, AbortSignal.timeout(this.timeoutMs)]));
    if (answer === null) return new PullFault('kibana', `${place} cannot be asked about rules, or not in time.`);
    const { status, body } = answer;
    if (status === 404) return { kind: 'gone', isWanted: false };
    if (status !== 200) {
      const isRefused = status === 401 || status === 403;
      const hint = HINTS[status] ?? 'it is out of order';
      const text = `${place} answers ${status} when asked about a rule: ${hint}.`;
      return new PullFault(isRefused ? 'kibana_refused' : 'kibana', text);
    }
    const parsed = ruleSchema.safeParse(body);
    if (!parsed.success) return new PullFault('kibana', `${place} describes a rule in a way that is not known.`);
    return { kind: 'known', rule: toRule(parsed.data, now), isWanted: isWanted(parsed.data, scope) };
  }

  private remember(place: KibanaPlace, name: RuleName, rule: AskedRule, now: Date): void {
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    const until = now.getTime() + (rule.isWanted ? CONNECTED_FOR_MS : OTHERS_FOR_MS);
    this.remembered.set(keyOf(place, name), { knowledge: rule, until });
  }
}

const HINTS: Readonly<Record<number, string>> = {
  401: 'the API key is wrong, expired or revoked',
  403: "the API key may not read rules (it needs Kibana's privileges as well)",
  429: 'it has too much to do',
};

/** Whether the rule may open incidents as soon as nothing holds it back. */
function isWanted({ tags, actions }: z.infer<typeof ruleSchema>, scope: PullScope): boolean {
  if (scope.filter !== null || actions.some(({ id }) => scope.connectorIds.includes(id))) return true;
  const wanted = new Set(scope.tags.map((tag) => tag.toLowerCase()));
  return tags.some((tag) => wanted.has(tag.toLowerCase()));
}

function toRule(rule: z.infer<typeof ruleSchema>, now: Date): PulledRule {
  return {
    connectorIds: rule.actions.map(({ id }) => id),
    muted: rule.mute_all,
    mutedAlertIds: rule.muted_alert_ids,
    snoozed: isSnoozed(rule, now),
  };
}

/** `is_snoozed_until` and `active_snoozes` are what Kibana worked out itself; not every version gives them. */
function isSnoozed(rule: z.infer<typeof ruleSchema>, now: Date): boolean {
  if (rule.is_snoozed_until != null && new Date(rule.is_snoozed_until) > now) return true;
  if ((rule.active_snoozes ?? []).length > 0) return true;
  return (rule.snooze_schedule ?? []).some(({ duration, rRule }) => {
    const from = new Date(rRule.dtstart).getTime();
    const isOnce = rRule.count === 1 || rRule.freq === undefined;
    return isOnce && from <= now.getTime() && now.getTime() < from + duration;
  });
}

function keyOf({ sourceId }: Pick<KibanaPlace, 'sourceId'>, { space, ruleId }: RuleName): string {
  return JSON.stringify([sourceId, space, ruleId]);
}
