/** The setting of a browser test: a stack of its own, and a browser that has nothing to complain of. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { startStack, type Stack, type StackOptions } from '../local/testing/stack.ts';
import { startBrowser, type TestBrowser } from './browser.ts';

export interface StudioOptions {
  /** Asked when the stack starts. */
  env?: () => StackOptions['env'];
  /** The tests make requests that are refused, each of which is an error to the browser. Default: no. */
  areRefused?: boolean;
}

export interface Studio {
  stack: Stack;
  page: Page;
}

/**
 * Starts a stack and a browser before the tests of a file and stops them after the last. A test in which the browser complains fails.
 * @param setUp is called before the first test, with a page where nobody is signed in yet
 */
export function useStudio(
  setUp: (studio: Studio) => Promise<void>,
  { env, areRefused = false }: StudioOptions = {},
): void {
  let stack: Stack | undefined;
  let browser: TestBrowser | undefined;

  beforeAll(async () => {
    [stack, browser] = await Promise.all([startStack({ supabase: true, env: env?.() }), startBrowser()]);
    await setUp({ stack, page: await browser.context.newPage() });
  });
  afterEach(() => {
    const complaints = browser?.complaints.splice(0) ?? [];
    const isExpected = (complaint: string) => areRefused && /status of 4\d\d/.test(complaint);
    expect(complaints.filter((complaint) => !isExpected(complaint))).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });
}
