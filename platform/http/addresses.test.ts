import { isIPv4 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './addresses.ts';
import { HttpFailure } from './errors.ts';
import { isWebPort } from './ports.ts';
import { resolveTarget, type Resolve } from './target.ts';

const resolvesTo =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: isIPv4(address) ? 4 : 6 }));
const nobody = new Set<string>();
const codeOf = async (url: string, resolve: Resolve = resolvesTo('93.184.216.34')): Promise<string> => {
  try {
    const { addresses } = await resolveTarget(url, { resolve, allowedPrivateHosts: nobody });
    return addresses.map(({ address }) => address).join(' ');
  } catch (error) {
    return error instanceof HttpFailure ? error.code : String(error);
  }
};

describe('addresses', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '93.184.216.34',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '2606:4700::1111',
  ])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    ...[
      '127.0.0.1',
      '127.255.255.254',
      '0.0.0.0',
      '0.1.2.3',
      '10.0.0.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
    ],
    ...[
      '169.254.169.254',
      '100.64.0.1',
      '100.100.100.200',
      '192.0.0.192',
      '168.63.129.16',
      '198.18.0.1',
      '192.0.2.1',
    ],
    ...['224.0.0.1', '239.255.255.250', '255.255.255.255', '240.0.0.1', '192.88.99.1'],
    ...[
      '::',
      '::1',
      'fe80::1',
      'fe80::1%eth0',
      'fd00:ec2::254',
      'fc00::1',
      'ff02::1',
      'fec0::1',
      '2001:db8::1',
    ],
    ...[
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::ffff:8.8.8.8',
      '::127.0.0.1',
      '::8.8.8.8',
      '::ffff:0:127.0.0.1',
    ],
    ...[
      '64:ff9b::127.0.0.1',
      '64:ff9b::7f00:1',
      '64:ff9b:1::a00:1',
      '2002:7f00:1::',
      '2001:0:1::1',
      '4000::1',
      '5f00::1',
    ],
    ...[
      '',
      'localhost',
      '127.1',
      '0x7f.0.0.1',
      '0177.0.0.1',
      '2130706433',
      '1.2.3',
      '1.2.3.4.5',
      'fe80',
      '[::1]',
    ],
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));

  it('no address of a private block is public', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const blocks = fc.oneof(
      fc.tuple(fc.constantFrom(10, 127, 0), octet, octet, octet),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
      fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
      fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
      fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), octet, octet),
      fc.tuple(fc.integer({ min: 224, max: 255 }), octet, octet, octet),
    );
    fc.assert(
      fc.property(blocks, ([a, b, c, d]) => {
        const dotted = [a, b, c, d].join('.');
        expect(isPublicAddress(dotted)).toBe(false);
        const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
        for (const form of [`::ffff:${dotted}`, `::${dotted}`, `64:ff9b::${hex}`, `2002:${hex}::1`]) {
          expect(isPublicAddress(form)).toBe(false);
        }
      }),
    );
  });

  it('answers any text without throwing', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()),
        (text) => typeof isPublicAddress(text) === 'boolean',
      ),
    );
  });
});

describe('targets', () => {
  it.each([
    ...[
      'http://127.0.0.1/',
      'http://127.1/',
      'http://2130706433/',
      'http://0x7f000001/',
      'http://0x7f.1/',
      'http://0177.0.0.1/',
    ],
    ...[
      'http://017700000001/',
      'http://0/',
      'http://0.0.0.0:8080/',
      'http://①②⑦.⓪.⓪.①/',
      'http://127.0.0.1./',
    ],
    ...[
      'http://[::1]/',
      'http://[::ffff:127.0.0.1]/',
      'http://[::ffff:7f00:1]/',
      'http://[::]/',
      'http://[fd00:ec2::254]/',
    ],
    ...['http://[64:ff9b::7f00:1]/', 'http://169.254.169.254/latest/meta-data/', 'http://%31%32%37.0.0.1/'],
    ...[
      'ftp://example.com/',
      'file:///etc/passwd',
      'gopher://example.com/',
      'data:text/plain,x',
      'javascript:1',
      'example.com',
      '',
    ],
    ...[
      'https://user@example.com/',
      'https://user:pass@example.com/',
      'http://example.com:22/',
      'http://example.com:25/',
    ],
    ...['http://example.com:6667/', 'http://example.com:99999/', 'http://exa mple.com/'],
  ])('%s is refused', async (url) => expect(await codeOf(url)).toBe('call_address_refused'));

  it.each([
    'https://example.com/',
    'http://example.com:8080/x',
    'https://example.com:443/',
    'http://EXAMPLE.com.:80/',
  ])('%s is not', async (url) => expect(await codeOf(url)).toBe('93.184.216.34'));

  it('refuses a name that resolves to a private address, even among public ones', async () => {
    for (const addresses of [
      ['127.0.0.1'],
      ['::1'],
      ['93.184.216.34', '10.0.0.1'],
      ['2606:4700::1111', 'fd00::1'],
    ]) {
      expect(await codeOf('https://example.com/', resolvesTo(...addresses))).toBe('call_address_refused');
    }
  });

  it('says so when a name has no address', async () => {
    const missing: Resolve = () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }));
    expect(await codeOf('https://nowhere.test/', missing)).toBe('call_unreachable');
    expect(await codeOf('https://nowhere.test/', resolvesTo())).toBe('call_unreachable');
  });

  it('lets a private host through only with its port', async () => {
    const rules = {
      resolve: resolvesTo('10.0.0.7'),
      allowedPrivateHosts: new Set(['crm.internal:81', '127.0.0.1:9']),
    };
    await expect(resolveTarget('http://crm.internal:81/x', rules)).resolves.toMatchObject({
      addresses: [{ address: '10.0.0.7' }],
    });
    await expect(resolveTarget('http://127.0.0.1:9/', rules)).resolves.toBeDefined();
    for (const url of ['http://crm.internal/', 'http://127.0.0.1:10/', 'http://other.internal:81/']) {
      await expect(resolveTarget(url, rules)).rejects.toMatchObject({ code: 'call_address_refused' });
    }
  });

  it('allows the web ports and high ones that no other protocol has', () => {
    expect([80, 443, 1024, 3000, 8080, 8443, 65_535].every(isWebPort)).toBe(true);
    expect(
      [0, 1, 21, 22, 23, 25, 53, 110, 389, 445, 587, 1023, 2049, 6000, 6667, 10_080, 65_536].some(isWebPort),
    ).toBe(false);
  });
});
