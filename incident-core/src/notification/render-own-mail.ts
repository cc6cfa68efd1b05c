import type { TemplateParts } from '../model/template.ts';
import type { Vital } from './render-content.ts';
import { renderPage } from './render-page.ts';
import { SUBJECT_LENGTH, toHtml, toLine, toLines } from './render-safe-text.ts';
import type { RenderedMessage } from './render-told.ts';

const TEXT_LENGTH = 20_000;
/** HTML cannot be cut: what makes it is bounded far below this. */
const HTML_LENGTH = 1_000_000;

/**
 * A mail in the words of a template, part for part; a part that is not there, or blank, stays as it is built in. The link
 * is put after words that leave it out. `own.html` has its values escaped already.
 */
export function withOwnWords(built: RenderedMessage, own: TemplateParts, vital: Vital): RenderedMessage {
  const subject = toLine(own.subject ?? '', SUBJECT_LENGTH) || built.subject;
  const text = toLines(own.text ?? '', TEXT_LENGTH);
  const html = toLines(own.html ?? '', HTML_LENGTH);
  return {
    subject,
    text: text === '' ? built.text : completeText(text, vital),
    html: html === '' ? built.html : toWholePage(completeHtml(html, vital), subject),
  };
}

function completeText(text: string, { action, instruction }: Vital): string {
  if (action !== null && !text.includes(action.address)) return `${text}\n\n${action.name}:\n${action.address}\n`;
  return instruction === null ? `${text}\n` : `${text}\n\n${instruction}\n`;
}

function completeHtml(html: string, { action, instruction }: Vital): string {
  const address = toHtml(action?.address ?? '');
  if (action !== null && !html.includes(address)) {
    return beforeEnd(html, `<p><a href="${address}">${toHtml(action.name)}</a></p>`);
  }
  return instruction === null ? html : beforeEnd(html, `<p>${toHtml(instruction)}</p>`);
}

function beforeEnd(html: string, more: string): string {
  const end = html.search(/<\/body\s*>/i);
  return end === -1 ? `${html}\n${more}` : `${html.slice(0, end)}${more}\n${html.slice(end)}`;
}

function toWholePage(html: string, title: string): string {
  return /<html[\s>]/i.test(html) ? `${html}\n` : renderPage(title, html);
}
