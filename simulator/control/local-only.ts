import type { IncomingMessage } from 'node:http';

import { ControlError } from './problem.ts';

const LOCAL_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The control API has no login, so only this machine may use it: the connection must come from loopback, the host
 * name must be local (else a web page could reach us through its own DNS), and a page of another site may not post.
 */
export function checkLocal(request: IncomingMessage): void {
  const address = request.socket.remoteAddress ?? '';
  const isLoopback = address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
  const host = request.headers.host ?? '';
  const isLocalName = LOCAL_NAMES.has(host.replace(/:\d+$/, ''));
  const { origin } = request.headers;
  const isOwnPage = origin === undefined || origin === `http://${host}`;
  if (isLoopback && isLocalName && isOwnPage) return;
  throw new ControlError(403, 'not_local', 'The control API and the phone answer only to this machine.');
}
