import { COLOURS, RESOLVED_COLOUR } from './render-html.ts';
import { toMergedContent, worstOf, type ListedIncident, type MergedContent } from './render-merged-content.ts';
import { SUBJECT_LENGTH, toHtml, toLine } from './render-safe-text.ts';
import { toTitle } from './render-content.ts';
import type { RenderedMessage, Told } from './render-told.ts';

/** Writes one mail about several incidents; bounded, however many there are. */
export function renderMergedMessage(told: readonly Told[]): RenderedMessage {
  const content = toMergedContent(told);
  return { subject: toSubject(told, content), text: toText(content), html: toPage(content) };
}

/** How many and how bad, then the worst by name: what a phone's lock screen shows of it. */
function toSubject(told: readonly Told[], { summary }: MergedContent): string {
  const worst = worstOf(told);
  const name = worst === undefined ? '' : ` – #${worst.incident.number} ${toTitle(worst)}`;
  return toLine(`${toPrefix(told)}${summary}${name}`, SUBJECT_LENGTH);
}

function toPrefix(told: readonly Told[]): string {
  if (told.some(({ event }) => event === 'nobody_notified')) return 'NOBODY REACHED: ';
  return told.some(({ event }) => event === 'exhausted') ? 'NOBODY ACKNOWLEDGED: ' : '';
}

function toText({ summary, why, listed, unlisted }: MergedContent): string {
  const parts = listed.map(({ base, headline, lines, links }) => [
    base,
    ...[headline, ...lines].map((line) => `  ${line}`),
    ...links.flatMap(({ name, address }) => [`  ${name}:`, `  ${address}`]),
  ]);
  return [[summary, why], ...parts, ...(unlisted > 0 ? [[toRest(unlisted)]] : [])]
    .map((part) => `${part.join('\n')}\n`)
    .join('\n');
}

function toRest(unlisted: number): string {
  return `And ${unlisted} more: see the Incidents page in Kibana.`;
}

/** As the mail about one incident: tables and inline styles, no image, no script. */
function toPage({ summary, why, listed, unlisted }: MergedContent): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${toHtml(summary)}</title><style>:root{color-scheme:light dark}</style></head>
<body style="margin:0;padding:16px;font-family:-apple-system,'Segoe UI',Roboto,Arial,sans-serif;font-size:16px;line-height:1.5">
<h1 style="margin:0 0 4px;font-size:22px;line-height:1.3">${toHtml(summary)}</h1>
<p style="margin:0 0 12px">${toHtml(why)}</p>
${listed.map(toRow).join('\n')}
${unlisted > 0 ? `<p style="margin:16px 0 0;font-weight:bold">${toHtml(toRest(unlisted))}</p>` : ''}
</body></html>
`;
}

function toRow({ told, base, headline, lines, links }: ListedIncident): string {
  const { event, incident } = told;
  const isOver = event === 'resolved' || incident.status === 'resolved';
  const colour = isOver ? RESOLVED_COLOUR : COLOURS[incident.severity];
  const anchors = links.map(
    ({ name, address }, at) =>
      `<a href="${toHtml(address)}" style="color:inherit;text-decoration:underline${at === 0 ? ';font-weight:bold' : ''}">${toHtml(name)}</a>`,
  );
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:640px;margin:0 0 12px;border-left:8px solid ${colour}">
<tr><td style="padding:0 0 0 12px;word-break:break-word">
<p dir="auto" style="margin:0;font-weight:bold">${toHtml(base)}</p>
${[headline, ...lines].map((line) => `<p dir="auto" style="margin:0;font-size:15px">${toHtml(line)}</p>`).join('\n')}
<p style="margin:4px 0 0">${anchors.join(' &nbsp; ')}</p>
</td></tr></table>`;
}
