import { Inject, Injectable } from '@nestjs/common';
import {
  decideNotice,
  noticePatience,
  onCallAt,
  renderHandoffBody,
  renderNoticeMail,
  renderNoticeSlack,
  renderNoticeSms,
  renderNoticeTeams,
  renderNoticeVoice,
  toHandoffVariables,
  type Channel,
  type TemplateParts,
  type ToldNotice,
} from 'incident-core';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { ContactVerifications } from '../team/contact-verifications.ts';
import { DirectoryService } from '../team/directory.service.ts';
import type { StandingSchedule } from '../team/on-call.ts';
import type { OutgoingMessage } from './channel.ts';
import type { ClaimedNotice, NoticeContext } from './notice.repository.ts';
import { OwnWords } from './own-words.ts';
import { recipientState } from './recipient-state.ts';
import { Recipients, type NamedRecipient } from './recipients.ts';

/** A notice's turn: it is withheld, for it is not true any more; or there is something to send. */
export type NoticeTurn =
  | { readonly kind: 'suppress'; readonly reason: string }
  | {
      readonly kind: 'send';
      /** How long after the first attempt it is still wanted. */
      readonly giveUpSeconds: number;
      /** `gone`: there is no such recipient any more. */
      compose(): Promise<OutgoingMessage | 'gone'>;
    };

/** Writes notices at the moment of sending: of a hand-off, from the schedule as it is then. */
@Injectable()
export class NoticeComposer {
  constructor(
    private readonly recipients: Recipients,
    private readonly directory: DirectoryService,
    private readonly verifications: ContactVerifications,
    private readonly ownWords: OwnWords,
    private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** Whether it is still true, and then how it is written. */
  async turn(claimed: ClaimedNotice, context: NoticeContext, timeoutMs: number): Promise<NoticeTurn> {
    const now = this.clock.now();
    const { event, scheduleId } = context;
    const schedule = scheduleId === null ? null : await this.directory.standing(this.database, scheduleId, now);
    const isUser = context.recipientType === 'user';
    const decision = decideNotice(
      {
        event,
        userId: isUser ? context.recipientId : null,
        recipient: isUser ? recipientState(context) : 'verified',
        standing: schedule?.standing ?? null,
        until: context.until,
      },
      now,
    );
    if (decision.kind === 'suppress') return decision;
    const compose = () => this.compose(claimed, context, schedule, timeoutMs);
    return { kind: 'send', giveUpSeconds: noticePatience(event), compose };
  }

  /** What is written for other channels is never asked for, and so never written. */
  private async compose(
    { id, notificationId, attempts, firstAttemptAt }: ClaimedNotice,
    context: NoticeContext,
    schedule: StandingSchedule | null,
    timeoutMs: number,
  ): Promise<OutgoingMessage | 'gone'> {
    const recipient = await this.recipients.ofNotice(context);
    if (recipient === 'gone') return 'gone';
    const told = await this.toTold(context, recipient, schedule);
    const own = await this.ownParts(told, context.channel, schedule);
    const now = this.clock.now();
    return {
      deliveryId: id,
      idempotencyKey: id,
      incidentId: null,
      to: recipient.to,
      attempt: attempts,
      firstAttemptAt,
      timeoutMs,
      get webhookBody() {
        if (told.event !== 'handoff' || schedule?.standing.kind !== 'on_call') return {};
        const { id: scheduleId, teamId, standing } = schedule;
        const { userId } = standing;
        return renderHandoffBody(told, { notificationId, deliveryId: id, scheduleId, teamId, userId }, now);
      },
      get teamsBody() {
        return renderNoticeTeams(told, own.text);
      },
      get rendered() {
        return renderNoticeMail(told, own);
      },
      get slack() {
        const message = renderNoticeSlack(told, own.text);
        return { root: message, reply: message };
      },
      get sms() {
        return renderNoticeSms(told, own.text);
      },
      get twiml() {
        return renderNoticeVoice(told, own.text);
      },
    };
  }

  /** Of a shift that begins, templates of the schedule's team say it. */
  private async ownParts(
    told: ToldNotice,
    channel: Channel,
    schedule: StandingSchedule | null,
  ): Promise<TemplateParts> {
    if (told.event !== 'handoff' || schedule === null || channel === 'webhook') return {};
    const variables = () => toHandoffVariables(told);
    return this.ownWords.of({ channel, event: 'handoff', teamId: schedule.teamId, incidentId: null, variables });
  }

  private async toTold(
    context: NoticeContext,
    { name: recipient }: NamedRecipient,
    schedule: StandingSchedule | null,
  ): Promise<ToldNotice> {
    const now = this.clock.now();
    const { event, verificationId, until, askedBy, askedAt, silenceReason, held } = context;
    const { tokenKind: kind, tokenName: name, tokenUsedAt: lastUsedAt } = context;
    if (schedule !== null) return this.toldOfHandoff(context, recipient, schedule);
    if (event === 'verification' && verificationId !== null && until !== null) {
      return { event, recipient, code: this.verifications.codeOf(verificationId), expiresAt: until, now };
    }
    if (event === 'test' && askedBy !== null && askedAt !== null) return { event, recipient, askedBy, askedAt, now };
    if (event === 'silence_ending' && silenceReason !== null && until !== null) {
      return { event, recipient, reason: silenceReason, endsAt: until, held, now };
    }
    if (event === 'token_ending' && kind !== null && name !== null && until !== null) {
      return { event, recipient, kind, name, endsAt: until, lastUsedAt, now };
    }
    throw new Error(`the notice ${context.deliveryId} is about nothing`);
  }

  private async toldOfHandoff(
    { event, recipientType }: NoticeContext,
    recipient: string,
    schedule: StandingSchedule,
  ): Promise<ToldNotice> {
    const { standing, teamId, timeZone, name } = schedule;
    const next = standing.kind === 'on_call' ? onCallAt(schedule, standing.until) : null;
    const userIds = [standing, next].flatMap((each) => (each?.kind === 'on_call' ? [each.userId] : []));
    const { teams, users } = await this.directory.names(this.database, { teamIds: [teamId], userIds });
    const nameOf = (each: typeof next) => (each?.kind === 'on_call' ? (users.get(each.userId) ?? null) : null);
    const about = { schedule: name, team: teams.get(teamId) ?? '', recipient, timeZone };
    if (event === 'handoff' && standing.kind === 'on_call') {
      const { from, until } = standing;
      const onCall = recipientType === 'user' ? null : nameOf(standing);
      return { ...about, event, onCall, from, until, next: nameOf(next) };
    }
    return { ...about, event: 'handoff_over', onCall: nameOf(standing), until: standing.until };
  }
}
