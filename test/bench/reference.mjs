import { createTransport } from 'nodemailer';

/**
 * How long it takes to hand over so many mails with nothing before it and nothing behind: the same library, the same
 * number of connections, a mail of the same size.
 * @param {string} smtpUrl @param {number} count @returns {Promise<number>} seconds
 */
export async function handOverAlone(smtpUrl, count) {
  const transport = createTransport({ url: smtpUrl, pool: true, maxConnections: 10, maxMessages: 1000 });
  const text = 'Failed transactions is 42% for checkout. '.repeat(20);
  const html = `<p>${text}</p>`.repeat(4);
  const began = performance.now();
  const mail = { from: 'incidents@example.com', subject: 'reference', text, html };
  await Promise.all(
    Array.from({ length: count }, (_, at) => transport.sendMail({ ...mail, to: `person-${at}@example.com` })),
  );
  const seconds = (performance.now() - began) / 1000;
  transport.close();
  return seconds;
}
