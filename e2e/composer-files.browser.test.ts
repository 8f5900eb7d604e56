/** Files in the composer: they stay with their conversation, as the words do, and go out in order. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Stack } from '../local/testing/stack.ts';
import { signIn } from './browser.ts';
import { person, type Person } from './person.ts';
import { useStudio } from './studio.ts';

/** Set it to a folder to look at the screens: `PARLEY_SHOTS=/tmp/shots`. */
const SHOTS = process.env.PARLEY_SHOTS;
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** An empty sound: what a player reads first. */
const SOUND = Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(64)]);

let stack: Stack;
let page: Page;
let maya: Person;

useStudio(async (started) => {
  ({ stack, page } = started);
  await signIn(page, stack.urls.api);
  const noah = person(stack, '15550109402', 'Noah');
  await noah.says('hi');
  await noah.gets('How can we help');
  maya = person(stack, '15550109401', 'Maya');
  await maya.says('hi');
  await maya.gets('How can we help');
  await page.goto(`${stack.urls.api}/inbox`);
  await open('Maya');
});

const composer = () => page.getByRole('textbox', { name: 'Message', exact: true });
const choose = (name: string, mimeType: string, buffer: Buffer) =>
  page.getByLabel('File to send').setInputFiles({ name, mimeType, buffer });
const remove = (name: string) => page.getByRole('button', { name: `Remove ${name}` });
async function open(name: string): Promise<void> {
  await page
    .getByRole('link', { name: new RegExp(name) })
    .first()
    .click();
  await page.getByRole('heading', { name }).first().waitFor();
}

it('keeps a chosen file while a note is written, and while another conversation is open', async () => {
  await choose('menu.png', 'image/png', PNG);
  await remove('menu.png').waitFor();
  await composer().fill('Our menu');
  if (SHOTS)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${SHOTS}/composer-${colorScheme}.png` });
    }
  await page.keyboard.press('Alt+n');
  await page.getByRole('textbox', { name: 'Note', exact: true }).waitFor();
  await page.keyboard.press('Alt+r');
  await remove('menu.png').waitFor();
  await open('Noah');
  expect(await remove('menu.png').count()).toBe(0);
  await open('Maya');
  await remove('menu.png').waitFor();
  expect(await composer().inputValue()).toBe('Our menu');
  await remove('menu.png').click();
});

it('keeps a file that was still on its way', async () => {
  const { promise: isSeen, resolve: seen } = Promise.withResolvers<void>();
  const { promise: isFree, resolve: goOn } = Promise.withResolvers<void>();
  await page.route('**/media?*', async (route) => {
    seen();
    await isFree;
    await route.continue();
  });
  await choose('slow.png', 'image/png', PNG);
  await isSeen;
  await open('Noah');
  await open('Maya');
  await page.getByText('Uploading slow.png').waitFor();
  goOn();
  await remove('slow.png').waitFor();
  await page.unroute('**/media?*');
  await remove('slow.png').click();
});

it('sends a sound before the words behind it', async () => {
  const { promise: isFree, resolve: goOn } = Promise.withResolvers<void>();
  const posts: string[] = [];
  await page.route('**/messages', async (route) => {
    if (route.request().method() === 'POST') {
      posts.push(route.request().postData() ?? '');
      // The first is slow.
      if (posts.length === 1) await isFree;
    }
    await route.continue();
  });
  await choose('hello.amr', 'audio/amr', SOUND);
  await remove('hello.amr').waitFor();
  await composer().fill('Listen to this');
  await composer().press('Enter');
  // Both are shown at once; the second waits for the first.
  await page.getByRole('log').getByText('Listen to this').waitFor();
  expect(posts.map((body) => body.includes('fileId'))).toEqual([true]);
  goOn();
  expect((await maya.gets('')).body).toMatchObject({ type: 'audio' });
  await maya.gets('Listen to this');
  expect(posts.map((body) => body.includes('fileId'))).toEqual([true, false]);
  await page.unroute('**/messages');
});
