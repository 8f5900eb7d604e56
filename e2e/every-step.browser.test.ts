/** Every step there is, put on the canvas from the palette: its settings open, can be used by everybody, and nothing breaks. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { nodeTypeIds, nodeTypeOf } from '../core/flow/nodes/registry.ts';
import type { Stack } from '../local/testing/stack.ts';
import { apiClient } from './api-client.ts';
import { accessibilityProblems, signIn } from './browser.ts';
import { createKeywordDraft } from './keyword-draft.ts';
import { useStudio } from './studio.ts';

let stack: Stack;
let studio: Page;

useStudio(async (started) => {
  ({ stack, page: studio } = started);
  await signIn(studio, stack.urls.api);
  const draft = await createKeywordDraft(apiClient(stack), 'Everything', 'everything');
  await studio.goto(`${stack.urls.api}/flows/${draft}`);
  await studio.locator('.react-flow__node[data-id="start"]').waitFor();
});

const titles = nodeTypeIds.flatMap((type) => nodeTypeOf(type)?.manifest.title ?? []);

describe('the settings of a new step', () => {
  it.each(titles)('%s', async (title) => {
    const palette = studio.getByRole('complementary', { name: 'Steps to add' });
    await palette.getByRole('button', { name: title, exact: true }).click();
    const form = studio.getByRole('complementary', { name: 'Settings of the step' });
    await form.getByRole('heading', { name: title, exact: true, level: 2 }).waitFor();
    expect(await accessibilityProblems(studio, 'aside[aria-label="Settings of the step"]')).toEqual([]);
  });
});
