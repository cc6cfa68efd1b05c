import type { JsonObject } from '../model/alert.ts';
import type { TemplateParts } from '../model/template.ts';
import { toNoticeContent, type NoticeContent, type ToldNotice } from './notice-content.ts';
import { withOwnWords } from './render-own-mail.ts';
import { renderPage } from './render-page.ts';
import { SUBJECT_LENGTH, toHtml, toLine, toLines } from './render-safe-text.ts';
import { plainText, section, toSlack, type SlackMessage } from './render-slack.ts';
import { cutTo, septets, toGsm } from './render-sms.ts';
import type { RenderedMessage } from './render-told.ts';
import { say, twiml } from './render-voice.ts';

/** One SMS in one part. */
const SMS_LENGTH = 160;
/** One in words of a template may take two. */
const OWN_SMS_LENGTH = 2 * 153;
const OWN_LENGTH = 1000;

/** Writes the mail of a notice. `own`: what templates made of some of its parts. */
export function renderNoticeMail(told: ToldNotice, own: TemplateParts = {}): RenderedMessage {
  const content = toNoticeContent(told);
  const { headline, facts, advice } = content;
  const subject = toLine(content.subject, SUBJECT_LENGTH);
  const width = Math.max(...facts.map((fact) => fact.name.length)) + 2;
  const lines = facts.map((fact) => `${`${fact.name}:`.padEnd(width)}${fact.value}`);
  const text = `${headline}\n\n${lines.join('\n')}\n\n${advice}\n`;
  const html = renderPage(subject, toInnerPage(content));
  return withOwnWords({ subject, text, html }, own, { action: null, instruction: null });
}

/** Writes a notice for Slack: a message of its own, without buttons. `own`: what a template made of all of it. */
export function renderNoticeSlack(told: ToldNotice, own = ''): SlackMessage {
  const words = toLines(own, OWN_LENGTH);
  if (words !== '') return { text: toSlack(words), blocks: [section(words)] };
  const { subject, headline, facts, advice } = toNoticeContent(told);
  const fields: JsonObject[] = facts.map(({ name, value }) => plainText(`${name}: ${value}`));
  return {
    text: toSlack(`${subject}. ${headline}`),
    blocks: [section(headline), { type: 'section', fields }, { type: 'context', elements: [plainText(advice)] }],
  };
}

/** Writes a notice as one SMS of at most 160 septets of the GSM alphabet, or 306 in the words of a template. */
export function renderNoticeSms(told: ToldNotice, own = ''): string {
  const words = toGsm(toLine(own, OWN_LENGTH));
  if (words !== '') return cutTo(words, OWN_SMS_LENGTH, septets);
  const [before, middle, after] = toNoticeContent(told).short.map(toGsm);
  const head = cutTo(before ?? '', SMS_LENGTH / 2, septets);
  const room = SMS_LENGTH - septets(head) - septets(after ?? '');
  return cutTo(`${head}${cutTo(middle ?? '', room, septets)}${after ?? ''}`, SMS_LENGTH, septets);
}

/** Writes what a call says, as TwiML; no key is asked for. `own`: what a template made of it. */
export function renderNoticeVoice(told: ToldNotice, own = ''): string {
  const words = toLine(own, OWN_LENGTH);
  return twiml(words === '' ? toNoticeContent(told).spoken.map(say).join('') : say(words));
}

function toInnerPage({ headline, facts, advice }: NoticeContent): string {
  const rows = facts.map(
    ({ name, value }) =>
      `<tr><th scope="row" align="left" style="padding:2px 16px 2px 0;font-weight:normal">${name}</th>` +
      `<td dir="auto" style="padding:2px 0;font-weight:bold">${toHtml(value)}</td></tr>`,
  );
  return `<h1 dir="auto" style="margin:0 0 12px;font-size:22px;line-height:1.3">${toHtml(headline)}</h1>
<table cellpadding="0" cellspacing="0" style="font-size:15px">
${rows.join('\n')}
</table>
<p style="margin:12px 0 0">${toHtml(advice)}</p>`;
}
