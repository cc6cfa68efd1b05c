import type { OutgoingMessage } from '../../backend/src/delivery/channel.ts';

/** A message for one attempt, as the delivery worker would hand it to a channel. */
export function outgoing(over: Partial<OutgoingMessage> & Pick<OutgoingMessage, 'to'>): OutgoingMessage {
  return {
    deliveryId: '01890a5d-ac96-774b-bcce-b302099a8057',
    idempotencyKey: 'delivery-1',
    incidentId: '01890a5d-ac96-774b-bcce-b302099a8058',
    rendered: { subject: '[critical] #12 Disk full', text: 'Disk full\n', html: '<p>Disk full</p>' },
    webhookBody: { type: 'incident.escalation_step', data: { title: 'Disk full' } },
    attempt: 1,
    timeoutMs: 5_000,
    ...over,
  };
}
