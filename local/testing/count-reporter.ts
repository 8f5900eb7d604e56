import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** Names of those that passed only when they were tried again. */
  flaky: string[];
  files: TestedFile[];
}

export interface TestedFile {
  name: string;
  project: string;
  /** Hooks and loading included. */
  durationMs: number;
}

/** A vitest reporter that leaves the final counts in the file named by PARLEY_TEST_COUNTS. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const file = process.env.PARLEY_TEST_COUNTS;
    if (!file) return;
    const counts: Counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, flaky: [], files: [] };
    for (const module of modules) {
      const { duration, collectDuration, setupDuration, prepareDuration } = module.diagnostic();
      counts.files.push({
        name: module.relativeModuleId,
        project: module.project.name,
        durationMs: duration + collectDuration + setupDuration + prepareDuration,
      });
      const failedBefore = counts.failed;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') counts.passed += 1;
        else if (state === 'failed') counts.failed += 1;
        else counts.skipped += 1;
        if (test.diagnostic()?.flaky) counts.flaky.push(`${module.relativeModuleId}: ${test.fullName}`);
      }
      // A file that can't be loaded, or whose hooks fail, has no failed test and yet failed.
      if (module.state() === 'failed' && counts.failed === failedBefore) counts.failed += 1;
    }
    writeFileSync(file, JSON.stringify(counts));
  }
}
