import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type BlockList } from 'node:net';
import { promisify } from 'node:util';
import { toRanges } from '../platform/address-ranges.ts';

/** Why a webhook's address is refused; `not_resolved` alone can pass with time. */
export const WEBHOOK_URL_REFUSALS = [
  'not_a_url',
  'scheme_not_allowed',
  'user_name_in_url',
  'trailing_dot',
  'address_spelled_oddly',
  'address_instead_of_name',
  'not_resolved',
  'address_not_allowed',
  'https_required',
] as const;
export type WebhookUrlRefusal = (typeof WEBHOOK_URL_REFUSALS)[number];

/** A name's addresses, resolved once and all checked; who connects must connect to one of them. */
export type WebhookUrlCheck =
  | { readonly kind: 'allowed'; readonly url: URL; readonly addresses: readonly LookupAddress[] }
  | { readonly kind: 'refused'; readonly reason: WebhookUrlRefusal };

export interface GuardOptions {
  /** CIDR ranges that are open although they are not public, also over plain http. */
  readonly allowed: readonly string[];
  readonly resolve?: ResolveName;
}
export type ResolveName = (name: string) => Promise<readonly LookupAddress[]>;

/** Decides whether we may post to a URL: https to public addresses, and whatever lies in the allowed ranges. */
export async function checkWebhookUrl(text: string, { allowed, resolve }: GuardOptions): Promise<WebhookUrlCheck> {
  const exceptions = toRanges(allowed);
  const url = toPlainUrl(text);
  if (!(url instanceof URL)) return refuse(url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isAddress = isIP(host) !== 0;
  const addresses = isAddress ? [{ address: host, family: isIP(host) }] : await resolveName(host, resolve);
  if (addresses.length === 0) return refuse('not_resolved');
  const excepted = addresses.every(({ address }) => contains(exceptions, address));
  if (excepted) return { kind: 'allowed', url, addresses };
  if (isAddress) return refuse('address_instead_of_name');
  if (!addresses.every(({ address }) => contains(exceptions, address) || isPublicAddress(address))) {
    return refuse('address_not_allowed');
  }
  return url.protocol === 'https:' ? { kind: 'allowed', url, addresses } : refuse('https_required');
}

/** Whether an address is out on the internet: not ours, not the machine's, the provider's, or anybody's special one. */
export function isPublicAddress(address: string): boolean {
  const plain = toPlainAddress(address);
  if (plain === null) return false;
  if (isIP(plain) === 4) return !NOT_PUBLIC.check(plain, 'ipv4');
  return GLOBAL_V6.check(plain, 'ipv6') && !NOT_PUBLIC.check(plain, 'ipv6');
}

// IANA's special-purpose registries for IPv4, multicast, reserved, and the one public address of a cloud's own agent.
const NOT_PUBLIC = toRanges([
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32'],
  // What of IPv6's global range is special: protocols and Teredo, documentation, 6to4, which can all hide an IPv4 address.
  ...['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'],
]);
const GLOBAL_V6 = toRanges(['2000::/3']);

function refuse(reason: WebhookUrlRefusal): WebhookUrlCheck {
  return { kind: 'refused', reason };
}

/** The URL parser forgives much (tabs, `0x7f.1`, full-width digits): what it had to mend is refused. */
function toPlainUrl(text: string): URL | WebhookUrlRefusal {
  if (text.length > 2048 || /[\s\p{Cc}\\]/u.test(text) || !URL.canParse(text)) return 'not_a_url';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'scheme_not_allowed';
  const [, authority = ''] = /^[a-z]+:\/\/([^/?#]*)/i.exec(text) ?? [];
  if (authority === '') return 'not_a_url';
  if (authority.includes('@')) return 'user_name_in_url';
  if (url.hostname.endsWith('.')) return 'trailing_dot';
  const written = authority.replace(/:\d*$/, '').toLowerCase();
  if (isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0 && written !== url.hostname) return 'address_spelled_oddly';
  return url;
}

const resolveAll = promisify(lookup);

async function resolveName(name: string, resolve: ResolveName | undefined): Promise<readonly LookupAddress[]> {
  try {
    return await (resolve === undefined ? resolveAll(name, { all: true }) : resolve(name));
  } catch {
    // Each failure of a lookup means the same here: no address.
    return [];
  }
}

function contains(ranges: BlockList, address: string): boolean {
  const plain = toPlainAddress(address);
  return plain !== null && ranges.check(plain, isIP(plain) === 4 ? 'ipv4' : 'ipv6');
}

/** IPv4 inside IPv6 (mapped, or translated by NAT64) is where the packet goes in the end; so that is what is checked. */
function toPlainAddress(address: string): string | null {
  if (isIP(address) === 4) return address;
  if (isIP(address) !== 6 || address.includes('%')) return null;
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [, high, low] = /^(?:::ffff:|64:ff9b::)(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})$/.exec(canonical) ?? [];
  if (low === undefined) return canonical;
  const bits = [high ?? '0', low].map((group) => Number.parseInt(group, 16));
  return bits.flatMap((group) => [group >> 8, group & 255]).join('.');
}
