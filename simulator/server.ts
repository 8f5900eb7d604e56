import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { checkLocal } from './control/local-only.ts';
import { ControlError } from './control/problem.ts';
import { handleControl } from './control/routes.ts';
import { handleGraph } from './graph/routes.ts';
import { sendJson, toExchange } from './http/exchange.ts';
import { servePhone } from './http/static-files.ts';
import { demo } from './seed.ts';
import { keepSnapshot } from './snapshot.ts';
import type { Identity } from './state.ts';
import { createState } from './state.ts';
import { createWebhookSender } from './webhooks/deliver.ts';

const KEEP_ALIVE_MS = 65_000;

export interface SimulatorOptions extends Partial<Identity> {
  host?: string;
  /** 0 takes a free port. */
  port?: number;
  /** Where chats and templates are kept between runs; left out, they live in memory only. */
  dataFile?: string | undefined;
}

export interface RunningSimulator {
  /** Base address without a slash at the end: the value for WHATSAPP_GRAPH_URL. */
  url: string;
  port: number;
  /** Stops at once: open connections are cut, waiting webhooks are forgotten. */
  close(): Promise<void>;
}

/**
 * Starts a WhatsApp Cloud API on this machine: Graph endpoints, webhooks, control API under /_sim and a phone at `/`.
 * Whatever is left out of `options` takes the demo's values. Rejects with the system's error when the port is taken.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const { host = demo.host, port = demo.port } = options;
  const state = createState({
    webhookUrl: options.webhookUrl ?? demo.webhookUrl,
    appSecret: options.appSecret ?? demo.appSecret,
    accessToken: options.accessToken ?? demo.accessToken,
    wabaId: options.wabaId ?? demo.wabaId,
    phoneNumberId: options.phoneNumberId ?? demo.phoneNumberId,
    displayPhoneNumber: options.displayPhoneNumber ?? demo.displayPhoneNumber,
  });
  const webhooks = createWebhookSender(state);
  const simulation = { state, webhooks };

  const server = createServer((request, response) => {
    const exchange = toExchange(request, response);
    if (exchange.path.startsWith('/_sim')) return void handleControl(simulation, exchange);
    if (exchange.path !== '/' && !exchange.path.startsWith('/phone/'))
      return void handleGraph(simulation, exchange);
    try {
      checkLocal(request);
    } catch (error) {
      if (!(error instanceof ControlError)) throw error;
      return sendJson(response, error.status, { code: error.code, error: error.message });
    }
    return void servePhone(exchange);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  const shownHost = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  state.baseUrl = `http://${shownHost.includes(':') ? `[${shownHost}]` : shownHost}:${address.port}`;

  const snapshot = options.dataFile === undefined ? undefined : keepSnapshot(simulation, options.dataFile);
  snapshot?.restore();

  return {
    url: state.baseUrl,
    port: address.port,
    async close() {
      snapshot?.close();
      state.epoch += 1;
      state.events.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([closed, webhooks.close()]);
    },
  };
}
