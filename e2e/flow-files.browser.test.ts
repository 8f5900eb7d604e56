/** A picture for a flow: uploaded in the settings of a step, seen on its card, sent to people, chosen again, and kept while it is used. */
import { crc32, deflateSync } from 'node:zlib';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Stack } from '../local/testing/stack.ts';
import { apiClient } from './api-client.ts';
import { accessibilityProblemsInBothThemes, endOpenPaths, signIn } from './browser.ts';
import { createKeywordDraft } from './keyword-draft.ts';
import { person } from './person.ts';
import { useStudio } from './studio.ts';

/** Set it to a folder to look at the screens: `PARLEY_SHOTS=/tmp/shots`. */
const SHOTS = process.env.PARLEY_SHOTS;

let stack: Stack;
let page: Page;
let form: Locator;

useStudio(
  async (started) => {
    ({ stack, page } = started);
    form = page.getByRole('complementary', { name: 'Settings of the step' });
    await signIn(page, stack.urls.api);
    const draft = await createKeywordDraft(apiClient(stack), 'Menu of the day', 'menu');
    await page.goto(`${stack.urls.api}/flows/${draft}`);
    await page.locator('.react-flow__node[data-id="start"]').click();
    await addStep();
  },
  // A file that is in use isn't deleted.
  { areRefused: true },
);

it('says what WhatsApp takes, and refuses what is too large before it is sent', async () => {
  await form.getByText('JPEG or PNG, up to 5 MB', { exact: false }).waitFor();
  expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
  await shot('empty');
  await choose('huge.png', Buffer.alloc(5 * 1024 * 1024 + 1));
  await form.getByRole('alert').getByText('The file is too large: 5 MB at most.').waitFor();
});

it('uploads a picture that is dropped, shows it on the card, and people get it', async () => {
  await drop('menu.png', picture(480, 300));
  await form.getByRole('button', { name: 'Remove menu.png' }).waitFor();
  const card = page.locator('.react-flow__node').getByRole('img', { name: 'menu.png' });
  await expect.poll(() => card.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(480);
  await form.getByLabel('Caption', { exact: true }).fill('Soup and bread');
  expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
  await shot('chosen');
  await endOpenPaths(page);
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('button', { name: 'Publish now' }).click();
  await page.getByText('Live v1').first().waitFor();
  const maya = person(stack, '15550109601', 'Maya');
  await maya.says('menu');
  expect((await maya.gets('')).body).toMatchObject({ type: 'image', image: { caption: 'Soup and bread' } });
});

it('offers the file again, and keeps it while a published flow sends it', async () => {
  await addStep();
  await form.getByRole('button', { name: 'Choose an uploaded file' }).click();
  const dialog = page.getByRole('dialog', { name: 'Uploaded files' });
  await dialog.getByText('menu.png').waitFor();
  expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
  await shot('files');
  await dialog.getByRole('button', { name: 'Delete menu.png' }).click();
  const asked = page.getByRole('dialog', { name: 'Delete menu.png?' });
  await asked.getByRole('button', { name: 'Delete the file' }).click();
  await asked.getByText('Menu of the day', { exact: false }).waitFor();
  await shot('in-use');
  await asked.getByRole('button', { name: 'Cancel' }).click();
  await dialog.getByRole('button', { name: 'Choose menu.png' }).click();
  await form.getByRole('button', { name: 'Remove menu.png' }).waitFor();
});

it('shows the picture in the inbox, too', async () => {
  await page.goto(`${stack.urls.api}/inbox`);
  await page.getByRole('link', { name: /Maya/ }).first().click();
  const sent = page.getByRole('log').getByRole('img', { name: 'Picture' });
  await expect.poll(() => sent.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(480);
  expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
  await shot('inbox');
});

async function addStep() {
  await page
    .getByRole('complementary', { name: 'Steps to add' })
    .getByRole('button', { name: 'Send media', exact: true })
    .click();
  await form.getByRole('group', { name: 'Upload a file' }).waitFor();
}

const choose = (name: string, buffer: Buffer) =>
  form.getByLabel('File to keep').setInputFiles({ name, mimeType: 'image/png', buffer });

async function drop(name: string, buffer: Buffer) {
  const dataTransfer = await page.evaluateHandle(
    ([called, base64]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], called));
      return transfer;
    },
    [name, buffer.toString('base64')] as const,
  );
  await form.getByRole('group', { name: 'Upload a file' }).dispatchEvent('drop', { dataTransfer });
}

async function shot(name: string) {
  if (!SHOTS) return;
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${SHOTS}/flow-files-${name}-${colorScheme}.png` });
  }
}

/** A PNG with two colours that run into each other. */
function picture(width: number, height: number): Buffer {
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.from([
      0,
      ...Array.from({ length: width }, (__, x) => [230, (x * 200) / width, (y * 160) / height]).flat(),
    ]),
  );
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
