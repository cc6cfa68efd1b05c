const LONGEST_LINK = 4_000;
// Control, zero-width and bidi characters: they have no place in an address and make it read as another.
const DECEPTIVE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;
// Host and port only: a user name before an @ would pass for the host.
const ABSOLUTE = /^(https?:\/\/)([^\s/?#\\@"'<>`^{|}]+)([/?#].*)?$/i;

/**
 * An absolute http or https address, or null: never `javascript:`, `data:` or another host's `//path`. A path is
 * resolved against Kibana's base address, which is empty when `server.publicBaseUrl` is not set.
 */
export function toLink(given: string | null, baseUrl: string | null): string | null {
  const text = given?.trim() ?? '';
  if (text === '' || text.length > LONGEST_LINK || DECEPTIVE.test(text)) return null;
  if (!text.startsWith('/')) return absolute(text);
  if (text.startsWith('//') || text.startsWith('/\\')) return null;
  const base = toLink(baseUrl?.startsWith('/') ? null : baseUrl, null);
  return base === null ? null : absolute(base.replace(/[?#].*$/, '').replace(/\/+$/, '') + text);
}

function absolute(text: string): string | null {
  const match = ABSOLUTE.exec(text);
  if (match === null) return null;
  const [, scheme = '', host = '', rest = ''] = match;
  const link =
    scheme.toLowerCase() + host + rest.replace(/[\s"'<>\\^`{|}]/g, (character) => encodeURIComponent(character));
  return link.length > LONGEST_LINK ? null : link.replaceAll("'", '%27');
}
