/** What is wrong with a template of HTML, and where; lines and columns count from 1. */
export interface HtmlFault {
  readonly line: number;
  readonly column: number;
  readonly found: string;
  readonly expected: string;
}

/**
 * Finds the first place where a value would stand where no escaping makes it harmless: outside of quotes in a tag, in a
 * style, a script or a comment, or as an address that is none of ours. Null when there is none.
 */
export function findHtmlFault(template: string): HtmlFault | null {
  const flat = flatten(template);
  const fault = (at: number, expected: string): HtmlFault => {
    const before = template.slice(0, at).split('\n');
    const found = template.slice(at, at + 60).split('\n')[0] ?? '';
    return { line: before.length, column: (before.at(-1) ?? '').length + 1, found, expected };
  };
  for (const { index: at } of flat.matchAll(/<(?=[a-z!/?])/gi)) {
    const rest = flat.slice(at);
    if (/^<!doctype\b/i.test(rest)) continue;
    if (/^<[!?]/.test(rest)) return fault(at, 'HTML without comments');
    const [tag, name = ''] = TAG.exec(rest) ?? [];
    if (tag === undefined) return fault(at, 'a whole tag, with values in quotes: <a href="{{ incident_url }}">');
    if (FORBIDDEN.test(name)) return fault(at, 'HTML without scripts, frames and forms');
    if (/^<style\b[^>]*>[^<]*\ue000/i.test(rest)) return fault(at, 'a style without values');
    const wrong = wrongAttribute(tag, template.slice(at, at + tag.length));
    if (wrong !== null) return fault(at, wrong);
  }
  return null;
}

/** Stands for an output: no template holds it, for it is of no script. */
const VALUE = '\ue000';

/** Of the same length, with outputs as one character again and again, and without the template's own tags. */
function flatten(template: string): string {
  return template
    .replaceAll(VALUE, ' ')
    .replace(/\{\{.*?\}\}|\{%.*?%\}/gs, (piece) => (piece.startsWith('{{') ? VALUE : ' ').repeat(piece.length));
}

const TAG = /^<\/?([a-z][a-z0-9]*)(?:\s+[a-z][a-z0-9:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`\ue000]+))?)*\s*\/?>/i;
const FORBIDDEN =
  /^(script|iframe|frame|object|embed|form|base|link|svg|math|template|textarea|noscript|xmp|plaintext)$/i;
const ATTRIBUTE = /\s([a-z][a-z0-9:-]*)\s*=\s*("[^"]*"|'[^']*')/gi;

function wrongAttribute(tag: string, source: string): string | null {
  for (const { 0: whole, 1: name = '', 2: value = '', index } of tag.matchAll(ATTRIBUTE)) {
    if (/^on/i.test(name)) return 'HTML without scripts';
    if (!value.includes(VALUE)) continue;
    if (/^style$/i.test(name)) return 'a style without values; {% if %} can choose one';
    const written = source.slice(index, index + whole.length).replace(/^[^"']*["']\s*/, '');
    const isAddress = /^(href|src|background|action|formaction|poster|cite)$/i.test(name);
    if (isAddress && !/^(https?:\/\/|mailto:|\{\{-?\s*\w+_url\s*-?\}\})/i.test(written)) {
      return 'an address that begins with https://, or one of the variables whose names end in _url';
    }
  }
  return null;
}
