/** Rows that a service answers, offered to a person by a real worker: pages, a press on an older message, several picks, the words. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { startLocalServer, type LocalServer } from '../platform/http/testing/local-server.ts';
import { apiClient } from './api-client.ts';
import { person } from './person.ts';

let stack: Stack;
let service: LocalServer;

beforeAll(async () => {
  service = await startLocalServer();
  const products = Array.from({ length: 12 }, (_, index) => ({
    id: index + 1,
    name: `Pizza ${index + 1}`,
    price: { gross: 8 + index },
  }));
  service.answer((response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data: { products } }));
  });
  stack = await startStack({ env: { worker: { HTTP_ALLOWED_PRIVATE_HOSTS: service.host } } });
  await publishFlow();
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  await service?.stop();
});

it('asks a service, offers its rows page by page, and knows the fields of what was chosen', async () => {
  const maya = person(stack, '15557780001', 'Maya');
  await maya.says('menu');
  const first = await maya.gets('12 pizzas');
  const rows = rowsOf(first.body);
  expect(rows.map(({ title }) => title)).toEqual([...names(1, 9), 'More…']);
  expect(rows[0]).toMatchObject({ description: '€8.00' });
  await maya.presses(rows[9]!.id);
  const second = await maya.gets('12 pizzas');
  expect(rowsOf(second.body).map(({ title }) => title)).toEqual(names(10, 12));
  // On the older message, which the phone still shows.
  await stack.simulator.press(maya.number, first.wamid, rows[1]!.id);
  const sides = await maya.gets('Pizza 2 costs 9. What else?');
  await maya.presses(rowsOf(sides.body)[0]!.id);
  const again = await maya.gets('✓ Salad');
  expect(rowsOf(again.body).map(({ title }) => title)).toEqual(['✓ Salad', 'Bread', 'Wine', 'Done']);
  await maya.says('bread');
  await maya.gets('2 extras:\n• Salad\n• Bread');
  const [run] = await stack.sql<{ status: string; variables: Record<string, unknown> }[]>`
    select r.status, r.state -> 'variables' as variables from flow_runs r join flows f on f.id = r.flow_id
    where f.name = 'Menu'`;
  expect(run!.variables).toMatchObject({
    chosen: { id: 2, name: 'Pizza 2', price: 9 },
    extras: [
      { id: 'salad', title: 'Salad' },
      { id: 'bread', title: 'Bread' },
    ],
  });
});

function names(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `Pizza ${from + index}`);
}

function rowsOf(body: unknown): { id: string; title: string; description?: string }[] {
  const { interactive } = body as {
    interactive: { action: { sections: { rows: { id: string; title: string }[] }[] } };
  };
  return interactive.action.sections.flatMap(({ rows }) => rows);
}

async function publishFlow(): Promise<void> {
  const shared = { tries: 2, retryText: '', timeoutMs: null };
  await apiClient(stack).publish('Menu', {
    nodes: {
      start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'menu' }] }),
      fetch: sampleNode('http-request', 0, 0, {
        ...{ method: 'GET' as const, url: `${service.url}/`, query: [], headers: [] },
        ...{ body: { kind: 'none' as const }, timeoutMs: 5_000, attempts: 2 },
        response: [
          {
            path: 'data.products',
            variable: 'products',
            type: 'list',
            columns: [
              { name: 'id', path: '' },
              { name: 'name', path: '' },
              { name: 'price', path: 'price.gross' },
            ],
          },
        ],
      }),
      pick: sampleNode('ask', 0, 0, {
        text: 'We have {{ products | size }} pizzas. Which one?',
        saveAs: 'chosen',
        validation: {
          kind: 'choice',
          show: 'list',
          listButton: 'Menu',
          options: [],
          from: {
            list: 'products',
            title: '{{ item.name }}',
            description: '{{ item.price | money: "€" }}',
            save: 'item',
            more: 'More…',
          },
        },
        ...shared,
      }),
      extras: sampleNode('ask', 0, 0, {
        text: '{{ chosen.name }} costs {{ chosen.price }}. What else?',
        saveAs: 'extras',
        validation: {
          kind: 'choices',
          show: 'list',
          listButton: 'Extras',
          options: ['Salad', 'Bread', 'Wine'].map((title) => ({ id: title.toLowerCase(), title })),
          min: 0,
          done: 'Done',
        },
        ...shared,
      }),
      done: sampleNode('send-text', 0, 0, {
        text: '{{ extras.size }} extras:\n{{ extras | lines: "• [title]" }}',
      }),
      sorry: sampleNode('send-text', 0, 0, { text: 'The kitchen is closed' }),
    },
    edges: edgesFrom([
      ['start', 'next', 'fetch'],
      ['fetch', 'success', 'pick'],
      ['fetch', 'error', 'sorry'],
      ['pick', 'valid', 'extras'],
      ['pick', 'empty', 'sorry'],
      ['pick', 'gave-up', 'sorry'],
      ['extras', 'valid', 'done'],
      ['extras', 'gave-up', 'sorry'],
    ]),
  });
}
