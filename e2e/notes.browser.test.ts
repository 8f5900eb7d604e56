/** Notes that colleagues write beside the messages of a conversation. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { DEMO } from '../local/demo.ts';
import type { Stack } from '../local/testing/stack.ts';
import { accessibilityProblemsInBothThemes, signIn, startBrowser } from './browser.ts';
import { person } from './person.ts';
import { useStudio } from './studio.ts';

let stack: Stack;
let page: Page;

useStudio(async (started) => {
  ({ stack, page } = started);
  await signIn(page, stack.urls.api, DEMO.users[1]);
});

const field = (of = page) => of.getByRole('textbox', { name: 'Note', exact: true });
const note = (words: string, of = page) =>
  of.getByRole('article', { name: /^Note by/ }).filter({ hasText: words });

/** Maya asks for a person; the flow hands over. */
async function openMaya(of = page): Promise<void> {
  await of.goto(`${stack.urls.api}/inbox`);
  await of.getByText('Maya').first().click();
}

describe('a note', () => {
  it('of a flow that hands over arrives in the open inbox, and was not sent', async () => {
    const maya = person(stack, '15550109301', 'Maya');
    await maya.says('hi');
    await maya.gets('How can we help');
    await openMaya();
    await page.getByText('How can we help you today?').first().waitFor();
    await maya.presses('person');
    await note('Maya asks to talk to a person.').waitFor();
    await page.getByRole('article', { name: /^Note by Welcome/ }).waitFor();
    const sent = (await maya.received()).join('\n');
    expect(sent).not.toContain('asks to talk to a person');
  });

  it('is written by keyboard, names a colleague, and reaches who looks at the conversation', async () => {
    const browser = await startBrowser();
    try {
      const owner = await browser.context.newPage();
      await signIn(owner, stack.urls.api);
      await openMaya(owner);
      await owner.getByText('How can we help you today?').first().waitFor();

      await page.keyboard.press('Alt+n');
      await field().pressSequentially('She wants a table, @own');
      await page.getByRole('option', { name: /owner/i }).waitFor();
      await page.keyboard.press('Enter');
      await field().pressSequentially('please call');
      expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
      await page.keyboard.press('Enter');
      await note('She wants a table').waitFor();
      await note('She wants a table', owner).locator('strong').waitFor();
      expect(await field().inputValue()).toBe('');
      const [row] = await stack.sql<{ mentions: string[] }[]>`
        select mentions from conversation_notes where text like 'She wants a table%'`;
      const [owned] = await stack.sql<
        { id: string }[]
      >`select id from auth.users where email = ${DEMO.users[0]}`;
      expect(row!.mentions).toEqual([owned!.id]);
      // It isn't theirs: an owner may delete it, and nobody but its author changes it.
      await note('She wants a table', owner).getByRole('button', { name: 'Change the note' }).click();
      await owner.getByRole('menuitem', { name: 'Delete' }).waitFor();
      expect(await owner.getByRole('menuitem').count()).toBe(1);
    } finally {
      await browser.close();
    }
  });

  it('is changed and deleted by who wrote it', async () => {
    await note('She wants a table').getByRole('button', { name: 'Change the note' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Edit' }).press('Enter');
    const words = page.getByRole('textbox', { name: 'Change the note' });
    await words.waitFor();
    await expect.poll(() => words.evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.type(' at once');
    await page.keyboard.press('Escape');
    await note('She wants a table').getByRole('button', { name: 'Change the note' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await words.fill('She wants two tables');
    await words.press('Enter');
    await note('She wants two tables (edited)').waitFor();
    expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
    await note('She wants two tables').getByRole('button', { name: 'Change the note' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete note' }).click();
    await note('She wants two tables').waitFor({ state: 'detached' });
    await note('Maya asks to talk to a person.').waitFor();
  });

  it('is written when WhatsApp takes no answer any more, and keeps its draft beside that of an answer', async () => {
    await stack.sql`update conversations set window_expires_at = now() - interval '1 second'`;
    await openMaya();
    expect(await page.getByRole('textbox', { name: 'Message', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('radio', { name: 'Note' }).click();
    await field().fill('Ask again on Monday');
    await page.getByRole('radio', { name: 'Reply' }).click();
    await page.getByRole('radio', { name: 'Note' }).click();
    expect(await field().inputValue()).toBe('Ask again on Monday');
    await page.getByRole('button', { name: 'Add note' }).click();
    await note('Ask again on Monday').waitFor();
  });

  it('is read by a viewer, who writes none', async () => {
    const browser = await startBrowser();
    try {
      const viewer = await browser.context.newPage();
      await signIn(viewer, stack.urls.api, DEMO.users[2]);
      await openMaya(viewer);
      await note('Ask again on Monday', viewer).waitFor();
      expect(await viewer.getByRole('radio', { name: 'Note' }).count()).toBe(0);
      expect(await viewer.getByRole('button', { name: 'Change the note' }).count()).toBe(0);
      expect(browser.complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
