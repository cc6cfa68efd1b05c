import type { Allowance } from '../model/allowance.ts';

/** How often a contact method is sent a code, and how often one person has codes sent, to whatever address. */
export const CODES_OF_METHOD: Allowance = { most: 5, seconds: 3_600 };
export const CODES_OF_PERSON: Allowance = { most: 30, seconds: 3_600 };

/** How often a code may be mistyped. */
export const CODE_TRIES = 5;

/** The last code that a contact method was sent. */
export interface SentCode {
  readonly expiresAt: Date;
  /** How often it was mistyped. */
  readonly tries: number;
  /** Whether it has been used, or the address has changed since. */
  readonly isOver: boolean;
}

/** Why a code does not verify an address: none was sent that still counts, it is too old, mistyped too often, or wrong. */
export const CODE_REFUSALS = ['no_code', 'code_expired', 'code_used_up', 'wrong_code'] as const;
export type CodeRefusal = (typeof CODE_REFUSALS)[number];

/** What a typed code means; `triesLeft`: how often it may still be mistyped. */
export type CodeDecision =
  { readonly kind: 'verify' } | { readonly kind: 'refuse'; readonly reason: CodeRefusal; readonly triesLeft: number };

/** Decides what a typed code means. Only the last code that was sent counts; `matches`: whether it is that one. */
export function decideCode(code: SentCode | null, matches: boolean, now: Date): CodeDecision {
  const refuse = (reason: CodeRefusal, triesLeft = 0): CodeDecision => ({ kind: 'refuse', reason, triesLeft });
  if (code === null || code.isOver) return refuse('no_code');
  if (code.expiresAt <= now) return refuse('code_expired');
  if (code.tries >= CODE_TRIES) return refuse('code_used_up');
  return matches ? { kind: 'verify' } : refuse('wrong_code', CODE_TRIES - code.tries - 1);
}
