import type { PageCounts, ServiceLevelTarget } from '../model/figures.ts';

/** What is known of a page: a run that an alert began. */
export interface PageFacts {
  /** A channel has taken a message of the run. */
  readonly isSent: boolean;
  /** That came after the time that was promised, or has not come and the time is over. */
  readonly isLate: boolean;
  /** The run ended before anything was sent, and within the time: somebody took it, or the alert recovered. */
  readonly isOverInTime: boolean;
  /** It waits, or waited, for a recorded reason: a suppression, quiet hours, a throttle, a delay that was asked for. */
  readonly isHeld: boolean;
  /** Its first step reached nobody, or no policy matched. */
  readonly isNobodyNotified: boolean;
}

/** `excused` counts neither way; `pending` is decided when its time is over. */
export type PageVerdict = keyof PageCounts;

/** Judges a page. That nobody was notified is bad however soon somebody else was; what was held on purpose is excused. */
export function judgePage(facts: PageFacts): PageVerdict {
  if (facts.isNobodyNotified) return 'bad';
  if (facts.isHeld) return 'excused';
  if (facts.isSent) return facts.isLate ? 'bad' : 'good';
  if (facts.isOverInTime) return 'excused';
  return facts.isLate ? 'bad' : 'pending';
}

/** How well a promise is kept, and what is left of the failures that it allows. */
export interface ServiceLevel {
  /** Those that count: good and bad. */
  readonly total: number;
  /** The share of good ones; null when none counts. */
  readonly share: number | null;
  /** Bad ones that the promise allows of so many; need not be whole. */
  readonly budget: number;
  /** Below zero once more went wrong than that. */
  readonly budgetLeft: number;
  /** The same as a share of the budget; null when there is none to spend. */
  readonly budgetLeftShare: number | null;
  /** How many times faster than allowed the budget is spent: 1 spends it all in the whole time. */
  readonly burnRate: number | null;
}

/** Holds counts of pages against the promise. */
export function toServiceLevel({ good, bad }: PageCounts, { share }: ServiceLevelTarget): ServiceLevel {
  const total = good + bad;
  // Of decimal fractions, as 1 - 0.99, the last digits are noise.
  const allowed = Math.round((1 - share) * 1e9) / 1e9;
  const budget = Math.round(total * allowed * 1e6) / 1e6;
  return {
    total,
    share: total === 0 ? null : good / total,
    budget,
    budgetLeft: budget - bad,
    budgetLeftShare: budget === 0 ? null : (budget - bad) / budget,
    burnRate: total === 0 || allowed === 0 ? null : bad / total / allowed,
  };
}
