const REPLACEMENT = 0xfffd;
// A call takes only so many arguments; texts are put together from pieces of this many units.
const PIECE = 4096;

/**
 * Bytes as UTF-8 text: a byte order mark is dropped, each invalid sequence becomes U+FFFD in the way of the WHATWG
 * Encoding Standard. Never throws. Core has no TextDecoder.
 */
export function decodeBody(bytes: Uint8Array): string {
  const units = new Uint16Array(Math.min(PIECE, bytes.length));
  let filled = 0;
  let text = '';
  const put = (unit: number) => {
    units[filled] = unit;
    filled += 1;
    if (filled === units.length) flush();
  };
  const flush = () => {
    // A spread would walk the array by its iterator, which costs more than all the rest.
    text += Reflect.apply(String.fromCharCode, null, units.subarray(0, filled));
    filled = 0;
  };
  let at = hasByteOrderMark(bytes) ? 3 : 0;
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) {
      put(lead);
      at += 1;
      continue;
    }
    const { code, length } = readSequence(bytes, at, lead);
    at += length;
    if (code < 0x10000) put(code);
    else {
      put(0xd800 + ((code - 0x10000) >> 10));
      put(0xdc00 + ((code - 0x10000) & 0x3ff));
    }
  }
  flush();
  return text;
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** One sequence of two to four bytes; of an invalid one, only the bytes that could have begun a valid one are taken. */
function readSequence(bytes: Uint8Array, start: number, lead: number): { code: number; length: number } {
  const following = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
  if (following === 0) return { code: REPLACEMENT, length: 1 };
  let code = lead & (0x3f >> following);
  for (let step = 1; step <= following; step += 1) {
    const byte = bytes[start + step];
    const [least, most] = step === 1 ? secondByteRange(lead) : [0x80, 0xbf];
    if (byte === undefined || byte < least || byte > most) return { code: REPLACEMENT, length: step };
    code = (code << 6) | (byte & 0x3f);
  }
  return { code, length: following + 1 };
}

/** Keeps out overlong forms, surrogates and what lies beyond U+10FFFF. */
function secondByteRange(lead: number): readonly [number, number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  if (lead === 0xf4) return [0x80, 0x8f];
  return [0x80, 0xbf];
}
