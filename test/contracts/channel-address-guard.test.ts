import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isIP } from 'node:net';
import { checkWebhookUrl, isPublicAddress } from '../../backend/src/delivery/address-guard.ts';
import { toRanges } from '../../backend/src/platform/address-ranges.ts';

const resolvesTo =
  (...addresses: readonly string[]) =>
  async () =>
    addresses.map((address) => ({ address, family: isIP(address) }));
const PUBLIC = resolvesTo('93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946');
const verdict = async (url: string, allowed: readonly string[] = [], resolve = PUBLIC) => {
  const check = await checkWebhookUrl(url, { allowed, resolve });
  return check.kind === 'allowed' ? 'allowed' : check.reason;
};

describe('a URL without exceptions', () => {
  test.each([
    ['https://hooks.example.org/x?y=1', 'allowed'],
    ['https://hooks.example.org:8443/', 'allowed'],
    ['https://bücher.example/', 'allowed'],
    ['http://hooks.example.org/', 'https_required'],
    ['', 'not_a_url'],
    ['hooks.example.org', 'not_a_url'],
    ['https://', 'not_a_url'],
    ['https:hooks.example.org', 'not_a_url'],
    ['https:/hooks.example.org', 'not_a_url'],
    ['https:\\\\hooks.example.org', 'not_a_url'],
    ['https://hooks.example.org/ x', 'not_a_url'],
    ['https://hooks.exa\tmple.org/', 'not_a_url'],
    ['https://hooks.example.org/\r\nHost: evil', 'not_a_url'],
    [`https://hooks.example.org/${'x'.repeat(3000)}`, 'not_a_url'],
    ['ftp://hooks.example.org/', 'scheme_not_allowed'],
    ['file:///etc/passwd', 'scheme_not_allowed'],
    ['javascript:alert(1)', 'scheme_not_allowed'],
    ['gopher://127.0.0.1:6379/_', 'scheme_not_allowed'],
    ['https://user@hooks.example.org/', 'user_name_in_url'],
    ['https://user:secret@hooks.example.org/', 'user_name_in_url'],
    ['https://hooks.example.org@127.0.0.1/', 'user_name_in_url'],
    ['https://@hooks.example.org/', 'user_name_in_url'],
    ['https://hooks.example.org./', 'trailing_dot'],
    ['https://127.0.0.1./', 'address_spelled_oddly'],
    ['https://93.184.216.34/', 'address_instead_of_name'],
    ['https://127.0.0.1/', 'address_instead_of_name'],
    ['https://169.254.169.254/latest/meta-data', 'address_instead_of_name'],
    ['https://[::1]/', 'address_instead_of_name'],
    ['https://[::ffff:7f00:1]/', 'address_instead_of_name'],
    ['https://2130706433/', 'address_spelled_oddly'],
    ['https://0177.0.0.1/', 'address_spelled_oddly'],
    ['https://0x7f.0.0.1/', 'address_spelled_oddly'],
    ['https://0x7f000001/', 'address_spelled_oddly'],
    ['https://127.1/', 'address_spelled_oddly'],
    ['https://0/', 'address_spelled_oddly'],
    ['https://%31%32%37.0.0.1/', 'address_spelled_oddly'],
    ['https://１２７.0.0.1/', 'address_spelled_oddly'],
    ['https://127。0。0。1/', 'address_spelled_oddly'],
    ['https://[::ffff:127.0.0.1]/', 'address_spelled_oddly'],
    ['https://[0:0:0:0:0:0:0:1]/', 'address_spelled_oddly'],
  ])('%s: %s', async (url, expected) => {
    expect(await verdict(url)).toBe(expected);
  });

  test.each([
    ['one private address among public ones is enough to refuse', ['93.184.216.34', '10.0.0.1'], 'address_not_allowed'],
    ['also when it is the IPv6 one', ['93.184.216.34', '::1'], 'address_not_allowed'],
    ['also when it is IPv4 in disguise', ['::ffff:169.254.169.254'], 'address_not_allowed'],
    ['a name without an address is not resolved', [], 'not_resolved'],
  ])('%s', async (_title, addresses, expected) => {
    expect(await verdict('https://hooks.example.org/', [], resolvesTo(...addresses))).toBe(expected);
  });

  test('a lookup that fails is not resolved', async () => {
    const fails = () => Promise.reject(new Error('ENOTFOUND hooks.example.org'));
    expect(await verdict('https://hooks.example.org/', [], fails)).toBe('not_resolved');
  });

  test('the machine itself by its usual name is refused, with the real resolver', async () => {
    const check = await checkWebhookUrl('https://localhost/', { allowed: [] });
    expect(check).toEqual({ kind: 'refused', reason: 'address_not_allowed' });
  });
});

describe('an exception', () => {
  test.each([
    ['opens an address, also over http', 'http://127.0.0.1:9000/', ['127.0.0.0/8'], [], 'allowed'],
    ['opens one single address', 'http://127.0.0.1/', ['127.0.0.1'], [], 'allowed'],
    ['opens an IPv6 address', 'http://[::1]:9000/', ['::1/128'], [], 'allowed'],
    ['opens nothing beside it', 'http://10.0.0.1/', ['127.0.0.0/8'], [], 'address_instead_of_name'],
    ['opens a name whose addresses it holds', 'http://hooks.example.org/', ['10.0.0.0/8'], ['10.1.2.3'], 'allowed'],
    [
      'opens an IPv4 address in IPv6 clothes',
      'http://hooks.example.org/',
      ['10.0.0.0/8'],
      ['::ffff:10.1.2.3'],
      'allowed',
    ],
    [
      'holds for all addresses or for none',
      'https://h.example/',
      ['10.0.0.0/8'],
      ['10.1.2.3', '192.168.0.1'],
      'address_not_allowed',
    ],
    ['leaves https to the public ones', 'https://h.example/', ['10.0.0.0/8'], ['10.1.2.3', '93.184.216.34'], 'allowed'],
    [
      'does not open http to the public ones',
      'http://h.example/',
      ['10.0.0.0/8'],
      ['10.1.2.3', '93.184.216.34'],
      'https_required',
    ],
    ['does not excuse an odd spelling', 'http://2130706433/', ['127.0.0.0/8'], [], 'address_spelled_oddly'],
    ['does not excuse a user name', 'http://a@127.0.0.1/', ['127.0.0.0/8'], [], 'user_name_in_url'],
  ])('%s', async (_title, url, allowed, addresses, expected) => {
    expect(await verdict(url, allowed, resolvesTo(...addresses))).toBe(expected);
  });

  test.each([
    ['10.0.0.0/33'],
    ['::1/129'],
    ['10.0.0/8'],
    ['localhost'],
    [''],
    ['10.0.0.0/-1'],
    ['10.0.0.0/8/8'],
    ['*'],
  ])('%j is no range', (range) => {
    expect(() => toRanges([range])).toThrow(RangeError);
  });
});

describe('the addresses of the internet', () => {
  test.each([
    ...['1.1.1.1', '8.8.8.8', '93.184.216.34', '100.63.255.255', '100.128.0.0', '172.15.255.255', '172.32.0.0'],
    ...[
      '192.167.255.255',
      '223.255.255.255',
      '2606:4700:4700::1111',
      '2a00:1450::1',
      '::ffff:8.8.8.8',
      '64:ff9b::8.8.8.8',
    ],
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.255.255.255'],
    ...['169.254.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.2.1', '192.88.99.1'],
    ...['192.168.0.1', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255'],
    ...['240.0.0.1', '255.255.255.255', '168.63.129.16'],
    ...[
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:10.0.0.1',
      '::ffff:0:0',
      '::127.0.0.1',
      '64:ff9b::10.0.0.1',
      '64:ff9b::',
    ],
    ...[
      '64:ff9b:1::1',
      '100::1',
      '2001::1',
      '2001:db8::1',
      '2002:7f00:1::',
      '3fff::1',
      '5f00::1',
      'fc00::1',
      'fd00:ec2::254',
    ],
    ...['fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', 'not an address', ''],
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test('an IPv4 address is judged the same in all its IPv6 clothes', () => {
    const near = fc.constantFrom(0, 10, 100, 127, 169, 172, 192, 198, 203, 224, 255);
    const byte = fc.oneof(near, fc.nat(255));
    fc.assert(
      fc.property(fc.tuple(byte, byte, byte, byte), (bytes) => {
        const address = bytes.join('.');
        const [a, b, c, d] = bytes.map((each) => each.toString(16).padStart(2, '0'));
        const expected = isPublicAddress(address);
        for (const prefix of ['::ffff:', '0:0:0:0:0:FFFF:', '64:ff9b::', '0064:FF9B:0:0:0:0:']) {
          expect(isPublicAddress(`${prefix}${address}`)).toBe(expected);
          expect(isPublicAddress(`${prefix}${a}${b}:${c}${d}`)).toBe(expected);
        }
      }),
    );
  });
});
