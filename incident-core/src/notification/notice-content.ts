import { NAME_LENGTH, type Fact } from './render-content.ts';
import { toLine } from './render-safe-text.ts';
import { cutTo, septets, toGsm } from './render-sms.ts';
import { renderLocalTime, renderSpan, renderTime } from './render-time.ts';

/** What one recipient is told that is of no incident, read at the moment of sending. Its names may come from an attacker. */
export type ToldNotice =
  ToldHandoff | ToldHandoffOver | ToldVerification | ToldTest | ToldSilenceEnding | ToldTokenEnding;

interface OfSchedule {
  readonly schedule: string;
  readonly team: string;
  readonly recipient: string;
  readonly timeZone: string;
}

/** Somebody's turn has come. */
export interface ToldHandoff extends OfSchedule {
  readonly event: 'handoff';
  /** Whose turn it is, where somebody else hears of it; null where the recipient's own has come. */
  readonly onCall: string | null;
  readonly from: Date;
  readonly until: Date;
  /** Who follows; null for nobody. */
  readonly next: string | null;
}

/** Somebody's turn is over. */
export interface ToldHandoffOver extends OfSchedule {
  readonly event: 'handoff_over';
  /** Who is on call now; null for nobody. */
  readonly onCall: string | null;
  /** Until when they are, or nobody is; null for no end. */
  readonly until: Date | null;
}

/** A code that verifies the address to which it is sent. */
export interface ToldVerification {
  readonly event: 'verification';
  readonly recipient: string;
  /** Six digits. */
  readonly code: string;
  readonly expiresAt: Date;
  readonly now: Date;
}

/** A test of an address. */
export interface ToldTest {
  readonly event: 'test';
  readonly recipient: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly now: Date;
}

/** A silence that the recipient made ends soon. */
export interface ToldSilenceEnding {
  readonly event: 'silence_ending';
  readonly recipient: string;
  /** What it was made for. */
  readonly reason: string;
  readonly endsAt: Date;
  /** How many incidents it holds now. */
  readonly held: number;
  readonly now: Date;
}

/** A token that the recipient looks after ends soon. */
export interface ToldTokenEnding {
  readonly event: 'token_ending';
  readonly recipient: string;
  /** A source posts alerts with it, or a person or program calls the API. */
  readonly kind: 'source' | 'api';
  /** Of the source, or of the API token. */
  readonly name: string;
  readonly endsAt: Date;
  readonly lastUsedAt: Date | null;
  readonly now: Date;
}

/** What a notice says, as harmless text that is not yet escaped. */
export interface NoticeContent {
  readonly subject: string;
  readonly headline: string;
  readonly facts: readonly Fact[];
  /** What the recipient can do. */
  readonly advice: string;
  /** One SMS: where it would be too long, the middle gives way. */
  readonly short: readonly [before: string, middle: string, after: string];
  /** Sentences. */
  readonly spoken: readonly string[];
}

/** Collects what a notice says. */
export function toNoticeContent(told: ToldNotice): NoticeContent {
  switch (told.event) {
    case 'handoff':
      return toHandoff(told);
    case 'handoff_over':
      return toHandoffOver(told);
    case 'verification':
      return toVerification(told);
    case 'test':
      return toTest(told);
    case 'silence_ending':
      return toSilenceEnding(told);
    case 'token_ending':
      return toTokenEnding(told);
  }
}

function toHandoff(told: ToldHandoff): NoticeContent {
  const { timeZone, from, until, next, team, recipient } = told;
  const name = named(told.schedule, 'a schedule');
  const who = told.onCall === null ? 'You are' : `${named(told.onCall, 'Somebody')} is`;
  const end = renderLocalTime(until, timeZone);
  const following = next === null ? 'nobody' : short(next, 'somebody');
  return {
    subject: `On call: ${name} until ${end}`,
    headline: `${who} on call in ${name}.`,
    facts: [
      { name: 'From', value: renderLocalTime(from, timeZone) },
      { name: 'Until', value: end },
      { name: 'Times', value: `${zone(timeZone)}, for ${renderSpan(until.getTime() - from.getTime())}` },
      { name: 'Next', value: next === null ? 'nobody: there will be a gap' : named(next, 'somebody') },
      { name: 'Team', value: named(team, '–') },
      { name: 'Told', value: named(recipient, '–') },
    ],
    advice: 'If you cannot be, ask a colleague to take the shift: an override of the schedule does so.',
    short: [`${toGsm(who)} on call: `, name, `, until ${end} (${short(timeZone, 'UTC')}). Next: ${following}.`],
    spoken: [`${who} on call in ${name}, until ${end}.`],
  };
}

function toHandoffOver(told: ToldHandoffOver): NoticeContent {
  const { timeZone, onCall, until, team, recipient } = told;
  const name = named(told.schedule, 'a schedule');
  const isGap = onCall === null;
  const now = isGap ? 'Nobody is on call now.' : `${named(onCall, 'Somebody')} is on call now.`;
  const end = until === null ? null : renderLocalTime(until, timeZone);
  return {
    subject: `No longer on call: ${name}`,
    headline: `Your turn in ${name} is over. ${now}`,
    facts: [
      { name: 'On call', value: isGap ? 'nobody: this is a gap' : named(onCall, 'somebody') },
      ...(end === null ? [] : [{ name: 'Until', value: `${end} (${zone(timeZone)})` }]),
      { name: 'Team', value: named(team, '–') },
      { name: 'Told', value: named(recipient, '–') },
    ],
    advice: isGap
      ? 'What happens in a gap reaches nobody by this schedule: somebody can take it with an override.'
      : 'What you still hold stays yours until you hand it on.',
    short: ['Your turn is over: ', name, `. ${isGap ? 'Nobody' : short(onCall, 'Somebody')} is on call now.`],
    spoken: [`Your turn in ${name} is over.`, now],
  };
}

function toVerification({ recipient, code, expiresAt, now }: ToldVerification): NoticeContent {
  const digits = code.replace(/\D/g, '').slice(0, 6);
  const good = renderSpan(expiresAt.getTime() - now.getTime());
  const spelled = `Your code is: ${[...digits].join(', ')}.`;
  return {
    subject: 'Your code for Incidents',
    headline: `Your code is ${digits}.`,
    facts: [
      { name: 'Code', value: digits },
      { name: 'Good for', value: good },
      { name: 'For', value: named(recipient, '–') },
    ],
    advice: 'Type it where you asked for it. If you did not, do nothing: without it this address is not used.',
    short: [`${digits} is your code for Incidents. Good for ${good}.`, '', ''],
    // Whoever has no pen at hand hears it three times.
    spoken: ['This is Incidents.', spelled, `Again. ${spelled}`, `Once more. ${spelled}`, 'Goodbye.'],
  };
}

function toTest({ recipient, askedBy, askedAt, now }: ToldTest): NoticeContent {
  const by = named(askedBy, 'somebody');
  const calm = 'Nothing is wrong, and nothing is asked of you.';
  return {
    subject: `Test page for ${named(recipient, 'you')}`,
    headline: `This is a test. ${calm}`,
    facts: [
      { name: 'Asked by', value: by },
      { name: 'At', value: renderTime(askedAt, now) },
      { name: 'Told', value: named(recipient, '–') },
    ],
    advice: 'Incidents reach you here as this message has.',
    short: ['Test page, asked for by ', by, `. ${calm}`],
    spoken: ['This is a test call of Incidents.', `${by} has asked for it. ${calm} Goodbye.`],
  };
}

function toSilenceEnding({ recipient, reason, endsAt, held, now }: ToldSilenceEnding): NoticeContent {
  const left = renderSpan(endsAt.getTime() - now.getTime());
  const what = named(reason, 'without a reason');
  const then =
    held === 0
      ? 'It holds no incident now.'
      : `It holds ${held === 1 ? 'one incident' : `${held} incidents`}: what is still active then is told.`;
  return {
    subject: `Your silence ends in ${left}: ${what}`,
    headline: `Your silence ends in ${left}. ${then}`,
    facts: [
      { name: 'Reason', value: what },
      { name: 'Ends', value: renderTime(endsAt, now) },
      { name: 'Holds', value: String(held) },
      { name: 'Told', value: named(recipient, '–') },
    ],
    advice: 'If it is needed for longer, change its end; if it is not needed any more, end it.',
    short: [`Your silence ends in ${left}: `, what, `. It holds ${held}.`],
    spoken: [`Your silence ends in ${left}.`, then],
  };
}

function toTokenEnding({ recipient, kind, name, endsAt, lastUsedAt, now }: ToldTokenEnding): NoticeContent {
  const left = renderSpan(endsAt.getTime() - now.getTime());
  const what = named(name, 'without a name');
  const whose = kind === 'source' ? 'token of the source' : 'API token';
  const then =
    kind === 'source' ? 'From then on its alerts are refused.' : 'From then on whoever calls with it is refused.';
  return {
    subject: `The ${whose} ${what} ends in ${left}`,
    headline: `The ${whose} ${what} ends in ${left}. ${then}`,
    facts: [
      { name: kind === 'source' ? 'Source' : 'Token', value: what },
      { name: 'Ends', value: renderTime(endsAt, now) },
      { name: 'Last used', value: lastUsedAt === null ? 'never' : renderTime(lastUsedAt, now) },
      { name: 'Told', value: named(recipient, '–') },
    ],
    advice: 'Make another one and put it in its place before: two may be alive at a time. Then revoke this one.',
    short: [`The ${whose} `, what, ` ends in ${left}. Put another in its place.`],
    spoken: [`The ${whose} ${what} ends in ${left}.`, then],
  };
}

function named(name: string, other: string): string {
  return toLine(name, NAME_LENGTH) || other;
}

function zone(timeZone: string): string {
  return named(timeZone, 'UTC');
}

/** A name in an SMS, beside another that matters more. */
function short(name: string, other: string): string {
  return cutTo(toGsm(named(name, other)), 30, septets);
}
