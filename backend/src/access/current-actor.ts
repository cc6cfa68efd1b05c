import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { SYSTEM, type Actor } from '../timeline/timeline.ts';

/** Who acts while a call is answered; what no call asked for, the system does. */
@Injectable()
export class CurrentActor {
  private readonly calls = new AsyncLocalStorage<{ actor: Actor }>();

  get actor(): Actor {
    return this.calls.getStore()?.actor ?? SYSTEM;
  }

  /** Begins a call, by nobody yet. */
  duringCall(answer: () => void): void {
    this.calls.run({ actor: SYSTEM }, answer);
  }

  /** To be said once the caller is known. */
  is(actor: Actor): void {
    const call = this.calls.getStore();
    if (call) call.actor = actor;
  }
}
