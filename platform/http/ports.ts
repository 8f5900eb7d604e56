/**
 * Which ports a flow's request may use: 80, 443 and those from 1024 on, without the ones that browsers refuse too. Below
 * 1024 live services that speak something else (mail, name service, remote shells) and could be made to act on lines of a
 * request, in our name: a flow could send mail through a stranger's open relay. Web services on odd high ports are common
 * and stay possible.
 */
const WEB_PORTS = new Set([80, 443]);
const FIRST_FREE_PORT = 1024;

/** The blocked ports from 1024 on of the Fetch standard, section 2.9 (port blocking). */
const OTHER_PROTOCOLS = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080,
]);

export function isWebPort(port: number): boolean {
  if (WEB_PORTS.has(port)) return true;
  return port >= FIRST_FREE_PORT && port <= 65_535 && !OTHER_PROTOCOLS.has(port);
}
