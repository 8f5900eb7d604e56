import { afterAll, beforeAll, it, expect } from 'vitest';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';
import { defaultRules } from '../core/flow/document.ts';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { apiClient } from './api-client.ts';
import { accessibilityProblems, signIn, startBrowser } from './browser.ts';

let stack: Stack;
beforeAll(async () => { stack = await startStack({ supabase: true }); }, 120_000);
afterAll(() => stack?.stop());

it.each(['light', 'dark'] as const)('%s', async (colorScheme) => {
  const api = apiClient(stack);
  const ask = (validation: never, text: string, saveAs: string, x: number) => sampleNode('ask', x, 100, { text, saveAs, validation, tries: 2, retryText: '', timeoutMs: null });
  const { body } = await api.post<{ id: string }>('/flows', { name: `Menu ${colorScheme}`, draft: {
    schemaVersion: 2,
    nodes: {
      start: sampleNode('keyword-trigger', 0, 100, { keywords: [{ match: 'exact', text: 'menu' }] }),
      fetch: sampleNode('http-request', 320, 100, { method: 'GET', url: 'https://shop.example.com/products', query: [], headers: [], body: { kind: 'none' }, timeoutMs: 5000, attempts: 2,
        response: [{ path: 'data.products', variable: 'products', type: 'list', columns: [{ name: 'title', path: '' }, { name: 'price', path: 'price.gross' }] }, { path: 'rows', variable: 'rows', type: 'list' }] }),
      pick: ask({ kind: 'choice', show: 'list', listButton: 'Menu', options: [], from: { list: 'products', title: '{{ item.title }}', description: '{{ item.price | money: "€" }}', save: 'field', field: 'title', more: 'More…' } } as never, 'We have {{ products | size }} pizzas. Which one?', 'chosen', 660),
      extras: ask({ kind: 'choices', show: 'list', listButton: 'Extras', options: [{ id: 'salad', title: 'Salad' }, { id: 'bread', title: 'Bread' }], min: 0, done: 'Done' } as never, 'What else?', 'extras', 1000),
      keep: sampleNode('set-variable', 1340, 100, { name: 'first', mode: 'set', valueType: 'item', value: '{{ products | first }}' }),
    },
    edges: edgesFrom([['start', 'next', 'fetch'], ['fetch', 'success', 'pick'], ['pick', 'valid', 'extras'], ['extras', 'valid', 'keep']]),
    variables: { colours: { type: 'list', default: [{ value: 'Red' }, { value: 'Blue' }] } },
    rules: defaultRules, notes: {},
  } });
  const browser = await startBrowser({ colorScheme });
  const page = await browser.context.newPage();
  await signIn(page, stack.urls.api);
  await page.setViewportSize({ width: 1440, height: 1400 });
  await page.goto(`${stack.urls.api}/flows/${body.id}`);
  const found: unknown[] = [];
  for (const id of ['fetch', 'pick', 'extras', 'keep']) {
    const card = page.locator(`.react-flow__node[data-id="${id}"]`);
    await card.waitFor();
    await card.click({ position: { x: 60, y: 14 } });
    await page.getByRole('complementary', { name: 'Settings of the step' }).waitFor();
    await page.waitForTimeout(400);
    await page.screenshot({ path: `/tmp/w/shot-lists-${colorScheme}-${id}.png` });
    found.push(...(await accessibilityProblems(page)));
  }
  console.log(JSON.stringify(found), browser.complaints);
  await browser.close();
  expect(found).toEqual([]);
}, 120_000);
