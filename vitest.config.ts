import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const db = ['**/*.db.test.ts'];
const stack = ['**/*.stack.test.ts'];
const browser = ['e2e/**/*.browser.test.ts'];
const never = ['**/node_modules/**', '**/dist/**', '**/.local/**', '**/.tmp/**'];

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** What is polled for comes when it comes: a busy machine takes longer than Vitest's own second. */
const expectSoon = { poll: { timeout: 10 * SECOND } };

/**
 * Four projects, by what a test needs:
 * - `unit`: nothing but the code and servers it starts in its own process;
 * - `db`: `createDatabase()`, a clone of a migrated and seeded template on one shared Postgres;
 * - `stack`: Postgres, Temporal and our processes (`startStack()`);
 * - `browser`: a stack and a browser.
 * Files of `stack` run one after the other, because each keeps both cores busy; a browser leaves half of them idle.
 */
export default defineConfig({
  test: {
    pool: 'forks', // Temporal's native code doesn't bear worker threads
    projects: [
      {
        test: {
          name: 'unit',
          pool: 'forks',
          // Files share what they import: loading it anew for each took most of the time. No unit test mocks a module.
          isolate: false,
          expect: expectSoon,
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...never, ...db, ...stack, ...browser],
          maxWorkers: availableParallelism(),
          testTimeout: 15 * SECOND,
          hookTimeout: 30 * SECOND,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'db',
          pool: 'forks',
          expect: expectSoon,
          include: db,
          exclude: never,
          globalSetup: ['local/testing/global-postgres.ts'],
          maxWorkers: availableParallelism(),
          testTimeout: 30 * SECOND,
          hookTimeout: 2 * MINUTE,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'stack',
          pool: 'forks',
          expect: expectSoon,
          include: stack,
          exclude: never,
          globalSetup: ['local/testing/global-postgres.ts', 'local/testing/global-temporal.ts'],
          setupFiles: ['local/testing/setup-stack.ts'],
          fileParallelism: false,
          testTimeout: 2 * MINUTE,
          hookTimeout: 3 * MINUTE,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'browser',
          pool: 'forks',
          expect: expectSoon,
          include: browser,
          exclude: never,
          globalSetup: [
            'local/testing/global-studio.ts',
            'local/testing/global-postgres.ts',
            'local/testing/global-temporal.ts',
          ],
          setupFiles: ['local/testing/setup-stack.ts'],
          maxWorkers: Math.min(2, availableParallelism()),
          testTimeout: 3 * MINUTE,
          hookTimeout: 3 * MINUTE,
          // On a shared machine a browser may stall for seconds. What passed only the second time is named at the end of the run.
          retry: process.env.CI ? 1 : 0,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
