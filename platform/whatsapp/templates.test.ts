import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTemplateApi } from './templates.ts';

let silent: Server;
beforeAll(async () => {
  silent = createServer(() => {});
  await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

it('waits for Meta no longer than it is told', async () => {
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const api = createTemplateApi(url, 'v25.0', { timeoutMs: 50 });
  const change = { category: 'UTILITY' } as const;
  await expect(api.update('9', 'EAAG', change)).rejects.toMatchObject({ code: 'whatsapp_unavailable' });
});
