import type { TimelineKind } from 'incident-core';

/** The ways by which somebody who was told can answer. */
export type AnswerWay = 'slack' | 'sms' | 'voice' | 'link';

/** Who did it: a person, a program with a token, a source, or the system by its own clock. */
export type Actor =
  | {
      readonly type: 'user';
      readonly id: string;
      readonly name: string;
      /** The token that acted for them, where it is not their own; or the way by which they answered. */
      readonly via?: { readonly id: string; readonly name: string } | AnswerWay;
    }
  | { readonly type: 'token'; readonly id: string; readonly name: string }
  | { readonly type: 'source'; readonly id: string; readonly name: string }
  | { readonly type: 'system' };

export const SYSTEM: Actor = { type: 'system' };

export interface TimelineEntry {
  readonly incidentId: string;
  readonly at: Date;
  readonly kind: TimelineKind;
  readonly actor: Actor;
  /** What a reader needs to understand it; always with the reason where there was a choice. */
  readonly data: Readonly<Record<string, unknown>>;
}
