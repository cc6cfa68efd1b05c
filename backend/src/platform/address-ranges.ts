import { BlockList, isIP } from 'node:net';

/** Reads `10.0.0.0/8`, `::1/128` or a single address; throws on anything else, so that a slip is found at the start. */
export function toRanges(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [, address = '', bits] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(range) ?? [];
    const family = isIP(address);
    const most = family === 4 ? 32 : 128;
    if (family === 0 || Number(bits ?? most) > most) throw new RangeError(`not a range of addresses: ${range}`);
    list.addSubnet(address, Number(bits ?? most), family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}
