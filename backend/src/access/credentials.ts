/** Nobody makes longer ones: what is longer is not even hashed. */
const LONGEST_HEADER = 1_024;

/** The token of `Authorization: Bearer <token>`; null when there is none. */
export function readBearer(header: string | undefined): string | null {
  return readScheme('bearer', header);
}

/** As `readBearer`, or the password of Basic authorization, whatever the user name: older Kibanas keep no other secret. */
export function readBearerOrPassword(header: string | undefined): string | null {
  const bearer = readBearer(header);
  if (bearer !== null) return bearer;
  const encoded = readScheme('basic', header);
  if (encoded === null) return null;
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  const password = colon < 0 ? '' : pair.slice(colon + 1);
  return password === '' ? null : password;
}

function readScheme(scheme: string, header: string | undefined): string | null {
  if (header === undefined || header.length > LONGEST_HEADER) return null;
  // An administrator may have configured a token with blanks in it.
  const [, found = '', credentials = ''] = /^([A-Za-z]+) +(.+)$/.exec(header.trim()) ?? [];
  return found.toLowerCase() === scheme ? credentials : null;
}
