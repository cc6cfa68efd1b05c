import { CONTACT_CHANNELS, type Channel, type ContactMethod, type NotificationEvent } from '../model/notification.ts';
import type { Preferences } from '../model/preferences.ts';
import type { Severity, Urgency } from '../model/severity.ts';

/** A way to tell somebody, and how long after the plan its turn comes. */
export interface Way {
  readonly channel: Channel;
  readonly contactMethodId: string | null;
  readonly delaySeconds: number;
}

/** What there is to tell a responder. */
export interface Matter {
  readonly event: NotificationEvent;
  readonly severity: Severity;
  readonly urgency: Urgency;
  /** Whether a passage of an escalation asks for it. */
  readonly isPassage: boolean;
}

/** Why a responder cannot be told: nothing is verified; or only the phone is left, which low urgency does not ring. */
export type NoWay = 'no_verified_contact_method' | 'only_by_phone';

/**
 * Chooses by what a responder is told, on the first verified contact method of each channel. What calls somebody goes by
 * all channels of their own list, each after its delay; what only tells them, at once by those that come first. Where
 * the list has none that may be used now, Slack and mail stand in; where there are none either, what would be the last
 * fallback is the only way.
 */
export function chooseWays(
  methods: readonly ContactMethod[],
  preferences: Preferences,
  matter: Matter,
): readonly Way[] | NoWay {
  const firsts = firstOfChannels(methods);
  if (firsts.size === 0) return 'no_verified_contact_method';
  const toWays = (channel: Channel, delaySeconds: number): readonly Way[] => {
    const contactMethodId = firsts.get(channel);
    return contactMethodId === undefined ? [] : [{ channel, contactMethodId, delaySeconds }];
  };
  const listed = preferences[matter.urgency]
    .filter(({ channel }) => mayUse(channel, matter))
    .flatMap(({ channel, delaySeconds }) => toWays(channel, delaySeconds));
  const chosen = isCall(matter) ? listed : soonest(listed);
  if (chosen.length > 0) return chosen;
  const others = CONTACT_CHANNELS.filter((channel) => channel !== 'voice' && mayUse(channel, matter));
  const standIns = others.flatMap((channel) => toWays(channel, 0));
  if (standIns.length > 0) return standIns;
  const last = [...toWays('sms', 0), ...toWays('voice', 0)].slice(0, 1);
  return matter.urgency === 'high' ? last : 'only_by_phone';
}

/** Whether it calls for somebody whoever they are, and goes on until somebody answers. */
function isCall({ event, isPassage }: Matter): boolean {
  const calls: readonly NotificationEvent[] = ['escalation_step', 'nobody_notified', 'exhausted'];
  return calls.includes(event) || (event === 'severity_rose' && isPassage);
}

/** SMS costs and wakes, so it is for what is critical; a call is for whoever asks to be called. */
function mayUse(channel: Channel, { severity, urgency }: Matter): boolean {
  if (channel === 'sms') return severity === 'critical';
  return channel !== 'voice' || urgency === 'high';
}

/** Those whose turn comes first, at once; nobody is called to hear news. */
function soonest(listed: readonly Way[]): readonly Way[] {
  const quiet = listed.filter(({ channel }) => channel !== 'voice');
  const first = Math.min(...quiet.map(({ delaySeconds }) => delaySeconds));
  return quiet.filter(({ delaySeconds }) => delaySeconds === first).map((way) => ({ ...way, delaySeconds: 0 }));
}

/** The first verified contact method of each channel, in the responder's own order. */
function firstOfChannels(methods: readonly ContactMethod[]): ReadonlyMap<Channel, string> {
  const firsts = new Map<Channel, string>();
  for (const { channel, id, verified } of methods) {
    if (verified && !firsts.has(channel)) firsts.set(channel, id);
  }
  return firsts;
}
