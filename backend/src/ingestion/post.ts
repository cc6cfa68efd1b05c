import type { IntakeAnswer } from 'incident-core';
import type { RawEvent } from './raw-event.repository.ts';

export interface PostSource {
  readonly id: string;
  readonly name: string;
  readonly teamId: string | null;
}

/** One accepted post: the raw event, and the source whose token it came with. */
export interface Post {
  readonly event: RawEvent;
  readonly source: PostSource;
}

/** A post whose fate is awaited. */
export interface WaitingPost {
  readonly post: Post;
  resolve(answer: IntakeAnswer): void;
  reject(error: unknown): void;
}
