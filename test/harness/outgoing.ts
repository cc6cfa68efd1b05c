import type { OutgoingMessage } from '../../backend/src/delivery/channel.ts';

const SAYS = 'CRITICAL #12 Disk full';
const BLOCKS = [{ type: 'section', text: { type: 'plain_text', text: SAYS } }];

/** A message for one attempt, as the delivery worker would hand it to a channel. */
export function outgoing(over: Partial<OutgoingMessage> & Pick<OutgoingMessage, 'to'>): OutgoingMessage {
  return {
    deliveryId: '01890a5d-ac96-774b-bcce-b302099a8057',
    idempotencyKey: 'delivery-1',
    incidentId: '01890a5d-ac96-774b-bcce-b302099a8058',
    rendered: { subject: '[critical] #12 Disk full', text: 'Disk full\n', html: '<p>Disk full</p>' },
    webhookBody: { type: 'incident.escalation_step', data: { title: 'Disk full' } },
    teamsBody: {
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: { type: 'AdaptiveCard', version: '1.4', body: [{ type: 'TextBlock', text: SAYS }] },
        },
      ],
    },
    slack: { root: { text: SAYS, blocks: BLOCKS }, reply: { text: `${SAYS} again`, blocks: BLOCKS } },
    sms: `${SAYS} Reply 4711 to acknowledge. `,
    twiml: `<?xml version="1.0" encoding="UTF-8"?><Response><Say>${SAYS}</Say></Response>`,
    attempt: 1,
    firstAttemptAt: new Date('2027-01-05T03:24:00Z'),
    timeoutMs: 5_000,
    ...over,
  };
}
