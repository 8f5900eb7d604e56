import type { Stack } from './stack.ts';

/** Stacks that the current test file has started and not yet stopped. */
export const runningStacks = new Set<Stack>();
