import { Injectable } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.ts';
import type { Transaction } from '../platform/database.ts';
import { NoticeRepository, type NoticeContext } from './notice.repository.ts';

/** Counts changes of shift of which the person whose turn came could not be told by anything. */
@Injectable()
export class UnheardHandoffs {
  constructor(
    private readonly notices: NoticeRepository,
    private readonly metrics: Metrics,
  ) {}

  /** Of a notice that has failed. */
  async note(
    transaction: Transaction,
    { event, recipientType }: { readonly event: string } & Pick<NoticeContext, 'recipientType'>,
    notificationId: string,
  ): Promise<void> {
    if (event !== 'handoff' || recipientType !== 'user') return;
    if (!(await this.notices.isHeardOtherwise(transaction, notificationId))) this.metrics.handoffsUnheard.inc();
  }
}
