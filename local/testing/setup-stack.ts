import { afterAll, afterEach } from 'vitest';
import { runningStacks } from './running.ts';

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const stack of runningStacks) console.error(await stack.lastLines());
});

// Registered first, so it runs last: after the file's own afterAll, which should have stopped everything.
afterAll(async () => {
  const left = [...runningStacks];
  await Promise.all(left.map((stack) => stack.stop()));
  if (left.length > 0) throw new Error(`${left.length} stack(s) left running: call stack.stop() in afterAll`);
});
