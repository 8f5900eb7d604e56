import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { demo } from './seed.ts';
import type { RunningSimulator } from './server.ts';
import { startSimulator } from './server.ts';
import type { Receiver } from './testing/receiver.ts';
import { startReceiver } from './testing/receiver.ts';

const MAYA = '15551234567';
let folder: string;
let receiver: Receiver;
let simulator: RunningSimulator;

const dataFile = () => join(folder, 'simulator.json');
const start = async () => {
  simulator = await startSimulator({ port: 0, webhookUrl: receiver.url, dataFile: dataFile() });
};
const call = async (path: string, body?: unknown) => {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${simulator.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${demo.accessToken}` },
  });
  return (await response.json()) as { messages?: { id: string }[]; items?: unknown[] };
};
const sendText = async () => {
  const body = { messaging_product: 'whatsapp', to: MAYA, type: 'text', text: { body: 'Hello' } };
  return (await call(`/v25.0/${demo.phoneNumberId}/messages`, body)).messages?.[0]?.id ?? '';
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  receiver = await startReceiver();
  await start();
});
afterEach(async () => {
  await simulator.close();
  await receiver.close();
  rmSync(folder, { recursive: true });
});

describe('a simulator with a data file, after a restart', () => {
  it('still has the catalogue that was connected last', async () => {
    const products = [{ id: 'rose', name: 'Rose', price: 3, currency: 'EUR' }];
    await call('/_sim/catalog', { catalogId: '77', products });
    await simulator.close();
    await start();
    const rose = { catalog_id: '77', product_retailer_id: 'rose' };
    const body = { messaging_product: 'whatsapp', to: MAYA, type: 'interactive' };
    const interactive = { type: 'product', action: rose };
    const answer = await call(`/v25.0/${demo.phoneNumberId}/messages`, { ...body, interactive });
    expect(answer.messages).toHaveLength(1);
  });

  it('still shows the chat, and the window is still open', async () => {
    await call('/_sim/inbound', { from: MAYA, name: 'Maya', text: 'hi' });
    const first = await sendText();
    await receiver.until(() => receiver.status(first, 'delivered'));
    await simulator.close();
    await start();
    expect((await call(`/_sim/thread?with=${MAYA}`)).items).toMatchObject([
      { bubble: { text: 'hi' }, name: 'Maya', status: 'delivered' },
      { wamid: first, status: 'delivered' },
    ]);
    const second = await sendText();
    await receiver.until(() => receiver.status(second, 'delivered'));
  });

  it('tells again what nobody had answered', async () => {
    receiver.answerWith(() => 503);
    await call('/_sim/inbound', { from: MAYA, text: 'not lost' });
    await receiver.until(() => receiver.received[0]);
    await simulator.close();
    receiver.clear();
    await start();
    const message = await receiver.until(() => receiver.items[0]);
    expect(message.value).toMatchObject({ text: { body: 'not lost' } });
  });

  it('starts anew from a file that it can not read', async () => {
    await simulator.close();
    writeFileSync(dataFile(), '{"version":0}');
    await start();
    expect((await call('/_sim/conversations')).items).toEqual([]);
  });
});
