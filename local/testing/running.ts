/** Stacks that the current test file has started and not yet stopped. */
export const runningStacks = new Set<{ lastLines(): Promise<string>; stop(): Promise<void> }>();
