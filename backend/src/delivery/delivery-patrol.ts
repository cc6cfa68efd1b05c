import { Injectable, type OnModuleInit } from '@nestjs/common';
import { auditDelivery } from 'incident-core';
import type { Transaction } from '../platform/database.ts';
import { Patrols, toStretch, type Patrol, type Settled, type Stretch, type Suspect } from '../platform/patrols.ts';
import { Workers } from '../platform/workers.ts';
import { DeliveryPatrolRepository, type PatrolledDelivery } from './delivery-patrol.repository.ts';

/** Proves of every delivery that its turn, or the end of its wait for a receipt, comes in time. */
@Injectable()
export class DeliveryPatrol implements Patrol, OnModuleInit {
  readonly name = 'deliveries';

  constructor(
    private readonly deliveries: DeliveryPatrolRepository,
    private readonly workers: Workers,
    private readonly patrols: Patrols,
  ) {}

  onModuleInit(): void {
    this.patrols.register(this);
  }

  async look(place: string | null, limit: number, now: Date): Promise<Stretch> {
    const rows = await this.deliveries.waitingAfter(place, limit);
    const unreceived = place === null ? await this.deliveries.withoutReceipt(now, limit) : [];
    return toStretch(suspects([...rows, ...unreceived], now), rows, limit, ({ id }) => id);
  }

  async lookAgain(subjects: readonly string[], now: Date): Promise<readonly Suspect[]> {
    return suspects(await this.deliveries.these(subjects), now);
  }

  async settle(transaction: Transaction, subject: string, now: Date): Promise<Settled | null> {
    const delivery = await this.deliveries.lock(transaction, subject);
    const finding = delivery && auditDelivery(delivery, now);
    if (!finding) return null;
    const { kind } = finding;
    const isRepaired = finding.kind === 'delivery_parked' ? finding.repair === 'unpark' : REPAIRS.has(kind);
    if (isRepaired && kind === 'delivery_parked') await this.deliveries.unpark(transaction, delivery, now);
    else if (isRepaired) await this.deliveries.setDue(transaction, delivery, now);
    await this.workers.ring(transaction, 'delivery');
    return { kind, subject, incidentId: delivery.incidentId, isRepaired };
  }
}

const REPAIRS: ReadonlySet<string> = new Set(['delivery_without_due_time', 'delivery_due_too_late']);

function suspects(rows: readonly PatrolledDelivery[], now: Date): readonly Suspect[] {
  return rows.flatMap((delivery) => {
    const finding = auditDelivery(delivery, now);
    return finding ? [{ kind: finding.kind, subject: delivery.id, incidentId: delivery.incidentId }] : [];
  });
}
