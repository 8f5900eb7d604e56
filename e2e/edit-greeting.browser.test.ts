import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Stack } from '../local/testing/stack.ts';
import { accessibilityProblems, accessibilityProblemsInBothThemes, signIn } from './browser.ts';
import { useStudio } from './studio.ts';

let stack: Stack;
let studio: Page;

useStudio(async (started) => {
  ({ stack, page: studio } = started);
  await signIn(studio, stack.urls.api);
});

describe('a marketer who changes the greeting', () => {
  it('sees it on the phone and in the inbox after publishing', async () => {
    await studio.getByRole('link', { name: 'Flows' }).click();
    await studio.getByRole('link', { name: /Welcome/ }).click();

    await studio.locator('.react-flow__node', { hasText: 'Greeting' }).click();
    const body = studio.getByLabel('Body', { exact: true });
    await body.fill('Welcome aboard, {{ contact.firstName }}! What can we do for you?');
    await studio.getByText('Unsaved changes').waitFor();
    await studio.getByText('Saved', { exact: true }).waitFor();
    await studio.getByRole('button', { name: 'Publish', exact: true }).click();
    await studio.getByRole('button', { name: 'Publish now' }).click();
    await studio.getByText('Live v2').first().waitFor();

    await studio.getByRole('link', { name: 'Inbox' }).click();
    const phone = await studio.context().newPage();
    await phone.goto(stack.urls.simulator);
    await phone.getByLabel('Message', { exact: true }).fill('hi');
    await phone.getByRole('button', { name: 'Send', exact: true }).click();
    await phone.getByText('Welcome aboard, Maya! What can we do for you?').waitFor();
    await phone.getByRole('button', { name: 'Book a visit' }).click();
    await phone.getByText('What is your name?').waitFor();

    // The inbox was open all the time: it has learned of the conversation by itself.
    await studio.bringToFront();
    await studio.getByText('Maya').first().click();
    await studio.getByText('Welcome aboard, Maya! What can we do for you?').first().waitFor();
    await studio.getByText('Great! What is your name?').first().waitFor();
    const thread = studio.getByRole('main');
    await expect.poll(() => thread.innerText()).toContain('Book a visit');
  });

  it('is told when the 24-hour window is about to close, and what may be sent behind it', async () => {
    const page = await studio.context().newPage();
    const endsIn = async (interval: string) => {
      await stack.sql`update conversations set window_expires_at = now() + ${interval}::interval`;
      await page.goto(`${stack.urls.api}/inbox`);
      await page.getByText('Maya').first().click();
    };
    await endsIn('30 minutes');
    await page.getByText(/^Window open: 2\d min/).waitFor();
    await page.getByText('After that only approved templates reach Maya', { exact: false }).waitFor();
    await endsIn('-1 second');
    const message = page.getByRole('textbox', { name: 'Message', exact: true });
    await page.getByText('only approved templates reach Maya', { exact: false }).waitFor();
    expect(await message.isDisabled()).toBe(true);
    await page.getByRole('listitem').getByText('The 24-hour window is closed.').first().waitFor();
    expect(await accessibilityProblemsInBothThemes(page)).toEqual([]);
    await page.getByRole('link', { name: 'start it from their page' }).click();
    await page.getByRole('button', { name: 'Start a flow…' }).waitFor();
  });

  it('finds no serious accessibility problem on flows, editor and inbox', async () => {
    const page = await studio.context().newPage();
    for (const path of ['/flows', '/inbox', '/contacts']) {
      await page.goto(`${stack.urls.api}${path}`);
      await page.getByRole('main').waitFor();
      await page.waitForLoadState('networkidle');
      expect(await accessibilityProblems(page)).toEqual([]);
    }
  });
});
