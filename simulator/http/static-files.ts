import { readFile } from 'node:fs/promises';

import type { Exchange } from './exchange.ts';

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

/** Serves the phone page: `/` and the files of simulator/phone under `/phone/`. */
export async function servePhone({ response, path, method }: Exchange): Promise<void> {
  const name = path === '/' ? 'index.html' : path.slice('/phone/'.length);
  const type = TYPES[name.split('.').at(-1) ?? ''];
  const isPlainName = /^[a-z-]+\.[a-z]+$/.test(name);
  if (!isPlainName || type === undefined || (method !== 'GET' && method !== 'HEAD')) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
    return;
  }
  try {
    const bytes = await readFile(new URL(`../phone/${name}`, import.meta.url));
    response.writeHead(200, { ...HEADERS, 'content-type': type, 'content-length': bytes.length });
    response.end(method === 'HEAD' ? undefined : bytes);
  } catch {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
  }
}
