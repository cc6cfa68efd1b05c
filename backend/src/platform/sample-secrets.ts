/** Words of samples, wherever they stand; six letters and more never come about by chance. */
const WORDS =
  /change[ ._-]?(me|it|this)|replace[ ._-]?(me|it|this)|passw(or)?d|example|sample|default|secret|insecure/i;
/** Shorter ones, where they stand alone. */
const SHORT_WORDS = /(^|[^a-z])(tests|testing|dummy|fixme|admin|token|yours?[ ._-])([^a-z]|$)/i;
/** What images, guides and old habits come with. */
const PASSWORDS: ReadonlySet<string> = new Set([
  'postgres',
  'postgresql',
  'root',
  'incidents',
  'redis',
  'qwerty',
  'letmein',
]);
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/i;
const TEXT = /^[\x20-\x7e\s]+$/;
const PIECE = 4;
/** Of the pieces of a random text next to none comes twice, of one that repeats itself most do. */
const LEAST_DIFFERENT = 0.75;
const MOST_EQUAL_STEPS = 0.5;

/** Why a secret is as good as public: it stands in some guide, or nobody left it to chance. Null for one that may be used. */
export function sampleReason(secret: string): string | null {
  if (WORDS.test(secret) || SHORT_WORDS.test(secret)) return 'it holds a word of a sample';
  if (isSequence(secret)) return 'its characters follow each other';
  if (isRepetition(secret)) return 'it is one piece again and again';
  return null;
}

/** As `sampleReason`, for a key given in base64: 32 random bytes are never text. */
export function sampleKeyReason(base64: string): string | null {
  const bytes = Buffer.from(base64, 'base64').toString('latin1');
  return TEXT.test(bytes) ? 'its bytes are text' : (sampleReason(base64) ?? sampleReason(bytes));
}

/** As `sampleReason`, for the password in an address; one of a server on this machine is nobody else's business. */
export function samplePasswordReason(address: string): string | null {
  // What is no address is told elsewhere.
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const password = decoded(url.password);
  if (password === '' || LOOPBACK.test(url.hostname)) return null;
  if (password === decoded(url.username)) return 'its password is the name of the user';
  if (PASSWORDS.has(password.toLowerCase()) || /^\d{1,10}$/.test(password)) return 'its password is a common one';
  const reason = sampleReason(password);
  return reason === null ? null : `of its password, ${reason}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

function isSequence(text: string): boolean {
  const codes = [...text].map((character) => character.charCodeAt(0));
  const steps = codes.slice(1).map((code, at) => code - (codes[at] ?? 0));
  return [-1, 0, 1].some((step) => steps.filter((each) => each === step).length > steps.length * MOST_EQUAL_STEPS);
}

function isRepetition(text: string): boolean {
  const count = text.length - PIECE + 1;
  if (count <= PIECE) return false;
  const pieces = Array.from({ length: count }, (_, at) => text.slice(at, at + PIECE));
  return new Set(pieces).size < count * LEAST_DIFFERENT;
}
