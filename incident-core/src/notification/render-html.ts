import type { Severity } from '../model/severity.ts';
import type { Content, Fact, Link } from './render-content.ts';
import { renderPage } from './render-page.ts';
import { toHtml } from './render-safe-text.ts';
import type { Told } from './render-told.ts';

/** The colour of each severity: white text has a contrast above 5:1 on each. */
export const COLOURS: Readonly<Record<Severity, string>> = {
  critical: '#b91c1c',
  error: '#c2410c',
  warning: '#854d0e',
  info: '#1d4ed8',
};
/** The colour of what is over. */
export const RESOLVED_COLOUR = '#15803d';

/** The HTML part: tables and inline styles, for that is what mail clients keep; no image, no script. */
export function renderHtml(content: Content, { event, incident }: Told): string {
  const colour = event === 'resolved' ? RESOLVED_COLOUR : COLOURS[incident.severity];
  const label = event === 'resolved' ? 'resolved' : incident.severity;
  return renderPage(
    content.title,
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:640px;border-left:8px solid ${colour}">
<tr><td style="padding:0 0 0 16px">
${renderHead(content, incident.number, label, colour)}
${renderFacts(content.facts)}
${renderNext(content, colour)}
${renderFacts(content.details)}
${renderDescription(content.description)}
${renderLinks(content.links)}
</td></tr></table>`,
  );
}

function renderHead({ title, headline, loud }: Content, number: number, label: string, colour: string): string {
  const badge = `background:${colour};color:#ffffff;padding:2px 10px;font-weight:bold;text-transform:uppercase`;
  // A loud headline is a filled bar, for it must not be taken for one more notification.
  const bar = loud ? `background:${colour};color:#ffffff;padding:10px 12px;font-weight:bold` : 'font-weight:bold';
  return `<p style="margin:0"><span style="${badge}">${label}</span> &nbsp;#${number}</p>
<h1 dir="auto" style="margin:8px 0;font-size:22px;line-height:1.3;word-break:break-word">${toHtml(title)}</h1>
<p style="margin:0 0 12px;${bar}">${toHtml(headline)}</p>`;
}

function renderFacts(facts: readonly Fact[]): string {
  const rows = facts.map(
    ({ name, value }) =>
      `<tr><th scope="row" align="left" valign="top" style="padding:2px 16px 2px 0;font-weight:normal;white-space:nowrap">${toHtml(name)}</th>` +
      `<td dir="auto" align="left" valign="top" style="padding:2px 0;font-weight:bold;word-break:break-word">${toHtml(value)}</td></tr>`,
  );
  return `<table cellpadding="0" cellspacing="0" style="font-size:15px">\n${rows.join('\n')}\n</table>`;
}

function renderNext({ next, action }: Content, colour: string): string {
  const lines = next.map((line) => `<p style="margin:12px 0 0">${toHtml(line)}</p>`).join('\n');
  if (action === null) return lines;
  const button = `display:inline-block;background:${colour};color:#ffffff;padding:12px 20px;font-weight:bold;text-decoration:none`;
  return `${lines}\n<p style="margin:16px 0"><a href="${toHtml(action.address)}" style="${button}">${toHtml(action.name)}</a></p>`;
}

function renderDescription(description: string | null): string {
  if (description === null) return '';
  const lines = description.split('\n').map(toHtml).join('<br>\n');
  return `<blockquote dir="auto" style="margin:16px 0;padding:0 0 0 12px;border-left:2px solid #808080;word-break:break-word">${lines}</blockquote>`;
}

function renderLinks(links: readonly Link[]): string {
  if (links.length === 0) return '';
  const anchors = links.map(
    ({ name, address }) => `<a href="${toHtml(address)}" style="color:inherit;text-decoration:underline">${name}</a>`,
  );
  return `<p style="margin:16px 0 0">${anchors.join(' &nbsp; ')}</p>`;
}
