/** Whether an address can be one that webhooks are sent to. What its name resolves to is checked whenever something is sent. */
import { isIP } from 'node:net';
import { isPublicAddress } from './addresses.ts';
import { isWebPort } from './ports.ts';

/**
 * @param allowedPrivateHosts `host:port` pairs, which may also be without encryption
 * @returns what is wrong with it, as the end of a sentence; null when nothing is
 */
export function faultOfWebhookUrl(input: string, allowedPrivateHosts: readonly string[]): string | null {
  const url = URL.parse(input);
  if (url === null) return 'is no complete address, such as https://example.com/parley';
  if (url.username !== '' || url.password !== '') return 'holds a user name or a password';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  if (isWeb && allowedPrivateHosts.includes(`${host}:${port}`)) return null;
  if (url.protocol !== 'https:') return 'must begin with https://';
  if (!isWebPort(port)) return 'has a port that is not one for web services';
  const isInside =
    isIP(host) === 0 ? !host.includes('.') || host.endsWith('.localhost') : !isPublicAddress(host);
  return isInside ? 'is not on the public Internet' : null;
}
