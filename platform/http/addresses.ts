/**
 * Which addresses a request that a flow asks for may reach: public ones. Everything else could be a machine behind our
 * own walls (server-side request forgery). Ranges are those of IANA's special-purpose registries, as ipaddr.js knows them.
 */
import ipaddr from 'ipaddr.js';

/** Public by its range, but answers inside a cloud only: Azure's host agent, reachable from every virtual machine there. */
const CLOUD_SERVICES = new Set(['168.63.129.16']);

/** The only block that IANA gives out for the public IPv6 Internet. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address is on the public Internet. IPv4 inside IPv6 (mapped, NAT64, 6to4, Teredo) never is: a public IPv4
 * address has no need of such a form, and the form is how a private one is smuggled in.
 * @param address as a resolver answers it: four decimal numbers, or IPv6 without brackets
 */
export function isPublicAddress(address: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) {
    return ipaddr.IPv4.parse(address).range() === 'unicast' && !CLOUD_SERVICES.has(address);
  }
  if (!ipaddr.IPv6.isValid(address) || address.includes('%')) return false;
  const parsed = ipaddr.IPv6.parse(address);
  return parsed.range() === 'unicast' && parsed.match(GLOBAL_UNICAST);
}
