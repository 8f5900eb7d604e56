/** From a URL to the addresses that a connection may use, or a refusal. The name is resolved here and nowhere else. */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from './addresses.ts';
import { HttpFailure, refused } from './errors.ts';
import { isWebPort } from './ports.ts';

export interface ResolvedAddress {
  address: string;
  family: 4 | 6;
}

/** All addresses of a host name; rejects when there is none. */
export type Resolve = (host: string) => Promise<ResolvedAddress[]>;

export interface Target {
  url: URL;
  /** Checked; the connection goes to one of these and asks no resolver again. */
  addresses: ResolvedAddress[];
}

export interface TargetRules {
  resolve: Resolve;
  /** `host:port` pairs that may be private: other services of whoever runs this installation. */
  allowedPrivateHosts: ReadonlySet<string>;
}

/** The operating system's resolver, hosts file included. */
export const resolveBySystem: Resolve = async (host) =>
  (await lookup(host, { all: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }));

/** @throws HttpFailure `call_address_refused` or `call_unreachable` */
export async function resolveTarget(input: string, rules: TargetRules): Promise<Target> {
  const url = parseUrl(input);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const host = bareHost(url);
  const isAllowedPrivate = rules.allowedPrivateHosts.has(`${host}:${port}`);
  if (!isAllowedPrivate && !isWebPort(port)) {
    throw refused(`Port ${port} is not one for web services: use 80, 443 or one from 1024 on.`);
  }
  const addresses = await addressesOf(host, rules.resolve);
  // One private address among public ones is refused as a whole: which one is taken would be chance, or a trick.
  if (!isAllowedPrivate && !addresses.every(({ address }) => isPublicAddress(address))) {
    throw refused('The host is not on the public Internet.');
  }
  return { url, addresses };
}

function parseUrl(input: string): URL {
  // NOTE: the parser also turns 2130706433, 0x7f.1 and 0177.0.0.1 into 127.0.0.1, so that nothing hides in spelling.
  const url = URL.parse(input);
  if (url === null) throw refused('The address is no complete URL, such as https://example.com/path.');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refused('Only http and https addresses can be requested.');
  }
  if (url.username !== '' || url.password !== '') {
    throw refused('The address holds a user name or a password: put it into a header, as a secret.');
  }
  return url;
}

/** Without the brackets of IPv6 and the dot that may end a name. */
function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

async function addressesOf(host: string, resolve: Resolve): Promise<ResolvedAddress[]> {
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family: family === 6 ? 6 : 4 }];
  let addresses: ResolvedAddress[];
  try {
    addresses = await resolve(host);
  } catch (cause) {
    throw new HttpFailure('call_unreachable', 'There is no host of this name.', {
      isRetryable: isTemporary(cause),
      cause,
    });
  }
  if (addresses.length === 0) throw new HttpFailure('call_unreachable', 'The host has no address.');
  return addresses;
}

/** The resolver itself is in trouble; a name that doesn't exist stays that way. */
function isTemporary(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code !== 'ENOTFOUND' && error.code !== 'ENODATA';
}
