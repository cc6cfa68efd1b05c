/** Enough of an address to tell whose it is, too little to write to it: `a***@example.com`, `+49***81`, `U***LH`. */
export function maskAddress(address: string): string {
  const [, head, tail] = /^(\+\d\d|[UW])[A-Z0-9]{3,}([A-Z0-9]{2})$/.exec(address) ?? [];
  if (head !== undefined && tail !== undefined) return `${head}***${tail}`;
  const at = address.lastIndexOf('@');
  const [first = ''] = address.slice(0, Math.max(at, 0));
  return `${first}***${at < 0 ? '' : address.slice(at)}`;
}

/** Where an address leads, without its path and query: `https://hooks.example.com/***`. */
export function maskUrl(url: string): string {
  return `${URL.canParse(url) ? new URL(url).origin : ''}/***`;
}
