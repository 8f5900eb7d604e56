/** Steps with large forms: added, filled in and published in the browser, then walked through by a person. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';
import type { Stack } from '../local/testing/stack.ts';
import { startFakeModel, type FakeModel } from '../platform/ai/testing/fake-model.ts';
import { startLocalServer, type LocalServer } from '../platform/http/testing/local-server.ts';
import { demoCatalog } from '../simulator/seed.ts';
import { apiClient, type ApiClient } from './api-client.ts';
import { accessibilityProblems, accessibilityProblemsInBothThemes, endOpenPaths, signIn } from './browser.ts';
import { createKeywordDraft } from './keyword-draft.ts';
import { person, type Person } from './person.ts';
import { useStudio } from './studio.ts';

const SOON = { timeout: 15_000 };

let stack: Stack;
let api: ApiClient;
let studio: Page;
let form: Locator;
let service: LocalServer;
let model: FakeModel;
let serial = 0;

beforeAll(async () => {
  [service, model] = await Promise.all([startLocalServer(), startFakeModel()]);
});
afterAll(() => Promise.all([service?.stop(), model?.stop()]));
useStudio(
  async (started) => {
    ({ stack, page: studio } = started);
    api = apiClient(stack);
    form = studio.getByRole('complementary', { name: 'Settings of the step' });
    await signIn(studio, stack.urls.api);
  },
  { env: () => ({ worker: { HTTP_ALLOWED_PRIVATE_HOSTS: `${service.host},${model.host}` } }) },
);

describe('a step filled in by hand', () => {
  it('asks another service, saves a part of its answer and says it', async () => {
    service.answer((response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"order":{"items":[{"name":"boots"}]}}'),
    );
    await openDraft('Orders', 'orders');
    await add('HTTP request');
    await form.getByText('address', { exact: false }).first().waitFor();
    await form.getByLabel('Method', { exact: true }).selectOption('POST');
    await form.getByLabel('Address', { exact: true }).fill(`${service.url}/orders`);
    await form.getByRole('button', { name: 'Add header' }).click();
    await form.getByLabel('Name of header 1', { exact: true }).fill('Authorization');
    await form.getByLabel('Value of header 1', { exact: true }).fill('Bearer ');
    await addSecret('orders_key', 'sk-orders');
    await form.getByLabel('Body', { exact: true }).selectOption({ label: 'JSON' });
    await form.getByLabel('JSON', { exact: true }).fill('{ "who": "{{ contact.name }}" }');
    await form.getByRole('button', { name: 'Add value' }).click();
    await form.getByLabel('Path of value 1', { exact: true }).fill('order.items[0].name');
    await form.getByLabel('Variable of value 1', { exact: true }).fill('item');
    await form.getByLabel('Save the status as', { exact: true }).fill('status');
    expect(await accessibilityProblems(studio)).toEqual([]);
    await add('Send text');
    await form.getByLabel('Text', { exact: true }).fill('You ordered {{ answers.item }}.');
    await publish([expect.stringContaining('Over http:// everybody on the way can read the secret')]);

    const someone = await writes('orders');
    await someone.gets('You ordered boots.');
    expect(service.seen).toMatchObject([
      { method: 'POST', path: '/orders', headers: { authorization: 'Bearer sk-orders' } },
    ]);
    expect(JSON.parse(service.seen[0]!.body)).toEqual({ who: `Pia${serial}` });
  });

  it('shows products, and goes on with what was ordered', async () => {
    await openDraft('Shop', 'shop');
    await add('Products');
    await form.getByRole('radio', { name: 'Several' }).click();
    await form.getByLabel('Id of the catalogue', { exact: true }).fill(demoCatalog.id);
    await form.getByLabel('Id of product 1', { exact: true }).fill('mug-blue');
    await form.getByRole('button', { name: 'Add product' }).click();
    await form.getByLabel('Id of product 2', { exact: true }).fill('tea-green');
    await form.getByLabel('Header', { exact: true }).fill('Our shop');
    await form.getByLabel('Body', { exact: true }).fill('Have a look');
    await form.getByLabel('Products, as a text', { exact: true }).fill('summary');
    await form.getByLabel('Total', { exact: true }).fill('total');
    expect(await accessibilityProblems(studio)).toEqual([]);
    await add('Send text');
    await form.getByLabel('Text', { exact: true }).fill('{{ answers.total }} for {{ answers.summary }}');
    await publish();

    const someone = await writes('shop');
    await someone.gets('Have a look');
    await someone.orders({ 'mug-blue': 2, 'tea-green': 1 }, 'A gift');
    await someone.gets('37.25 for 2 × mug-blue (14.50 EUR each)\n1 × tea-green (8.25 EUR)');

    await studio.getByRole('link', { name: 'Inbox' }).click();
    await studio.getByRole('link', { name: `Pia${serial}` }).click();
    const ordered = studio.getByRole('list', { name: 'Ordered products' });
    await expect
      .poll(() => ordered.getByRole('listitem').allInnerTexts(), SOON)
      .toEqual([expect.stringContaining('mug-blue'), expect.stringContaining('tea-green')]);
    await studio.getByText('37.25 EUR').waitFor();
    expect(await accessibilityProblems(studio)).toEqual([]);
  });

  it('shows cards, each with a way of its own', async () => {
    await openDraft('Cards', 'cards');
    await add('Carousel');
    await form.getByLabel('Body', { exact: true }).fill('New ones');
    for (const [at, name] of ['Aloe', 'Ivy'].entries()) {
      const card = form.getByRole('group', { name: `Card ${at + 1}`, exact: true });
      await card.getByLabel('Address of the picture').fill(`https://shop.example/${name}.jpg`);
      await card.getByLabel('Text', { exact: true }).fill(`*${name}*`);
      await card.getByLabel('Reply', { exact: true }).fill(`Take ${name}`);
    }
    expect(await accessibilityProblems(studio)).toEqual([]);
    await add('Send text');
    await form.getByLabel('Text', { exact: true }).fill('An aloe it is.');
    await publish();

    const someone = await writes('cards');
    await someone.gets('New ones');
    await someone.presses('reply');
    await someone.gets('An aloe it is.');

    await studio.getByRole('link', { name: 'Inbox' }).click();
    await studio.getByRole('link', { name: `Pia${serial}` }).click();
    const cards = studio.getByRole('list', { name: 'Cards' });
    await expect.poll(() => cards.getByText('Take Ivy').isVisible(), SOON).toBe(true);
    expect(await accessibilityProblems(studio)).toEqual([]);
  });

  it('lets a model answer', async () => {
    await openDraft('Advice', 'advice');
    await add('AI');
    await form.getByLabel('Endpoint', { exact: true }).fill(model.baseUrl);
    await addSecret('model_key', 'sk-model');
    await form.getByLabel('Name of the model', { exact: true }).fill('tiny');
    await form.getByRole('switch', { name: 'Set the temperature' }).click();
    await form.getByLabel('Temperature', { exact: true }).fill('0.7');
    await form.getByLabel('Instructions', { exact: true }).fill('You help customers of a shoe shop.');
    await form.getByLabel('Save the reply as', { exact: true }).fill('advice');
    await form.getByRole('button', { name: 'Add rule' }).click();
    await form.getByLabel('Text of rule 1', { exact: true }).fill('discount');
    await form.getByRole('button', { name: 'Add topic' }).click();
    await form.getByLabel('Topic 1', { exact: true }).fill('politics');
    expect(await accessibilityProblems(studio)).toEqual([]);
    await publish([expect.stringContaining('Over http:// everybody on the way can read the key')]);

    // Topics are judged by a field beside the reply.
    model.answers({ kind: 'json', value: { reply: 'Take the red ones.', topic: 'something else' } });
    const someone = await writes('advice');
    await someone.gets('Take the red ones.');
    expect(model.seen[0]).toMatchObject({
      headers: { authorization: 'Bearer sk-model' },
      body: { model: 'tiny', temperature: 0.7 },
    });
  });

  it('runs another flow and hands it a value', async () => {
    await api.publish('Greets in a city', {
      nodes: {
        start: sampleNode('subflow-trigger', 0, 0, {}),
        greet: sampleNode('send-text', 300, 0, { text: 'Hello from {{ answers.city }}.' }),
        end: sampleNode('exit', 600, 0, { outcome: 'completed', reason: 'Greeted' }),
      },
      edges: edgesFrom([
        ['start', 'next', 'greet'],
        ['greet', 'sent', 'end'],
      ]),
      variables: { city: { type: 'text', default: 'nowhere', role: 'input' } },
    });
    await openDraft('Calls', 'calls');
    await add('Run a flow');
    await form.getByLabel('Flow to run', { exact: true }).selectOption({ label: 'Greets in a city' });
    await form.getByLabel('Version', { exact: true }).selectOption({ label: 'v1' });
    await form.getByLabel('city', { exact: true }).fill('Bergen');
    expect(await accessibilityProblems(studio)).toEqual([]);
    await publish();

    const someone = await writes('calls');
    await someone.gets('Hello from Bergen.');
  });

  it('goes by opening times of its own', async () => {
    await openDraft('Opening', 'opening');
    await add('Business hours');
    await form.getByRole('radio', { name: 'Own times' }).click();
    await form.getByRole('button', { name: 'Add opening times on Saturday' }).click();
    await form.getByLabel('Saturday, from', { exact: true }).fill('10:00');
    await form.getByLabel('Saturday, to', { exact: true }).fill('14:30');
    await form.getByRole('button', { name: 'Remove the times of Friday' }).click();
    // Whatever day it is where the organisation is.
    for (const day of [-1, 0, 1]) {
      await form.getByLabel('Closed on', { exact: true }).fill(isoDay(day));
      await form.getByRole('button', { name: 'Add day' }).click();
    }
    expect(await accessibilityProblems(studio)).toEqual([]);
    await add('Send text');
    await form.getByLabel('Text', { exact: true }).fill('We are open.');
    await select('Business hours');
    await add('Send text');
    await form.getByLabel('Text', { exact: true }).fill('We are closed.');
    await publish();

    const someone = await writes('opening');
    await someone.gets('We are closed.');
  });

  it('leads away from a question by a keyword, and back to it', async () => {
    await openDraft('Signs up', 'sign me up');
    await add('Ask');
    await form.getByLabel('Text', { exact: true }).fill('Your name?');
    await form.getByLabel('Save the answer as', { exact: true }).fill('name');
    await add('Send text');
    await form.getByLabel('Text', { exact: true }).fill('Welcome, {{ answers.name }}.');
    await add('Keyword at any time');
    await form.getByLabel('Keyword 1', { exact: true }).fill('why');
    await add('Send text');
    await form.getByLabel('Text', { exact: true }).fill('So that we can greet you.');
    await add('Go back');
    await add('When a step fails');
    await form.getByLabel('Save the error’s code as', { exact: true }).fill('code');
    await add('Unexpected answer');
    await form.getByRole('switch', { name: 'Locations' }).click();
    expect(await accessibilityProblemsInBothThemes(studio)).toEqual([]);
    await publish();

    const someone = await writes('sign me up');
    await someone.gets('Your name?');
    await someone.says('Why?');
    await someone.gets('So that we can greet you.');
    await someone.gets('Your name?');
    await someone.says('Wilma');
    await someone.gets('Welcome, Wilma.');
  });
});

/** A draft that begins with a keyword and does nothing yet, open in the editor with its trigger selected. */
async function openDraft(name: string, keyword: string) {
  const id = await createKeywordDraft(api, name, keyword);
  await studio.goto(`${stack.urls.api}/flows/${id}`);
  await studio.locator('.react-flow__node[data-id="start"]').click();
}

/** Puts a step behind the selected one. */
async function add(title: string) {
  await studio
    .getByRole('complementary', { name: 'Steps to add' })
    .getByRole('button', { name: title, exact: true })
    .click();
  await form.getByRole('heading', { name: title, exact: true }).waitFor();
}

/** Opens a step's settings; while the canvas still glides to a new card, a click may fall beside it. */
async function select(title: string) {
  const card = studio.locator('.react-flow__node', { hasText: title }).first();
  const heading = form.getByRole('heading', { name: title, exact: true });
  await expect.poll(() => card.click().then(() => heading.isVisible()), SOON).toBe(true);
}

async function addSecret(name: string, value: string) {
  await form.getByRole('button', { name: 'Manage secrets' }).first().click();
  const dialog = studio.getByRole('dialog', { name: 'Secrets' });
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByLabel('Value', { exact: true }).fill(value);
  await dialog.getByRole('button', { name: 'Save secret' }).click();
  await studio.getByText(`The secret ${name} is saved`).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).first().click();
}

/** Ends what is open with the repairs that the list of problems offers, sees what is left of them, and publishes. */
async function publish(warnings: unknown[] = []) {
  await endOpenPaths(studio);
  const problems = studio.getByRole('list', { name: 'Problems' });
  await expect.poll(() => problems.getByRole('listitem').allInnerTexts(), SOON).toEqual(warnings);
  await studio.getByRole('button', { name: 'Publish', exact: true }).click();
  await studio.getByRole('button', { name: 'Publish now' }).click();
  await studio.getByText('Live v1').first().waitFor();
}

async function writes(text: string): Promise<Person> {
  serial += 1;
  const someone = person(stack, `1555666020${serial}`, `Pia${serial}`);
  await someone.says(text);
  return someone;
}

function isoDay(daysFromNow: number): string {
  return new Date(Date.now() + daysFromNow * 86_400_000).toISOString().slice(0, 10);
}
