import type { AlertReading, IntakeAnswer } from 'incident-core';
import type { Arrival } from '../incident/intake.service.ts';
import type { RawEvent } from './raw-event.repository.ts';

export interface PostSource {
  readonly id: string;
  readonly name: string;
  readonly teamId: string | null;
  /** Null for one that may send what it wants. */
  readonly stormRate?: number | null;
}

/** One post of a source: the raw event, and the source whose token it came with. */
export interface Post {
  readonly event: RawEvent;
  readonly source: PostSource;
}

/** A part of a post with what was read there. */
export interface Part {
  readonly post: Post;
  readonly position: number;
  readonly reading: AlertReading;
  readonly arrival: Arrival | null;
}

/** A post that has been read and waits to be kept. */
export interface ReadPost {
  readonly post: Post;
  readonly parts: readonly Part[];
}

/** One whose fate is awaited. */
export interface WaitingPost {
  readonly read: ReadPost;
  /** Of the span of its request, where there is one. */
  readonly traceparent: string | null;
  resolve(answer: IntakeAnswer): void;
  reject(error: unknown): void;
}
