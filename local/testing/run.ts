/**
 * `npm test`: static checks, then all tests. Arguments go to vitest and leave the static checks out
 * (`npm test -- core/flow`, `npm test -- --project unit`). `--ci` makes a stray `.only` an error, tries browser
 * tests that fail once more and names them.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Counts } from './count-reporter.ts';
import { SKIPPED } from './skipped.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SOURCE_FOLDERS = ['core', 'platform', 'workflows', 'worker', 'api', 'studio', 'simulator', 'local'];

const CHECKS: Record<string, string[]> = {
  types: ['node_modules/typescript/bin/tsc'],
  lint: ['node_modules/eslint/bin/eslint.js', '.'],
  imports: [
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    ...SOURCE_FOLDERS,
    '--config',
    '.dependency-cruiser.cjs',
  ],
  format: ['node_modules/prettier/bin/prettier.cjs', '--check', '.', '--log-level', 'warn'],
  advisories: ['local/testing/audit-dependencies.ts'],
};

const startedAt = performance.now();
const args = process.argv.slice(2);
const isCi = args.includes('--ci');
const vitestArgs = args.filter((arg) => arg !== '--ci');

const checks = vitestArgs.length > 0 ? { passed: 0, failed: 0 } : await runChecks();
const tests = await runVitest(vitestArgs);
const passed = checks.passed + tests.passed;
const failed = checks.failed + tests.failed;

console.log(
  `\nTotal time ${clock(performance.now() - startedAt)}${tests.skipped ? `, ${tests.skipped} skipped` : ''}`,
);
if (vitestArgs.length === 0) reportTimes(tests);
for (const name of tests.flaky) console.log(`Passed only when tried again: ${name}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || tests.exitCode !== 0 ? 1 : 0);

/** Two at a time, because each keeps one core busy. Their output is shown only when they fail. */
async function runChecks(): Promise<{ passed: number; failed: number }> {
  const counts = { passed: 0, failed: 0 };
  const waiting = Object.entries(CHECKS);
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, command] = next;
      const began = performance.now();
      const { exitCode, output } = await node(command, 'pipe');
      const outcome = exitCode === 0 ? 'ok     ' : exitCode === SKIPPED ? 'skipped' : 'FAILED ';
      if (exitCode !== SKIPPED) counts[exitCode === 0 ? 'passed' : 'failed'] += 1;
      console.log(`${outcome} ${name} (${clock(performance.now() - began)})`);
      if (exitCode !== 0) console.log(output);
    }
  };
  await Promise.all([worker(), worker()]);
  return counts;
}

async function runVitest(extra: string[]): Promise<Counts & { exitCode: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-run-'));
  const countsFile = join(folder, 'counts.json');
  const reporters = ['--reporter=default', '--reporter=./local/testing/count-reporter.ts'];
  const { exitCode } = await node(
    ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...extra],
    'inherit',
    {
      PARLEY_TEST_COUNTS: countsFile,
      ...(isCi ? { CI: '1' } : {}),
    },
  );
  const counts = readCounts(countsFile);
  rmSync(folder, { recursive: true, force: true });
  // Vitest may fail for reasons that are no test's fault: a global set-up that throws, no file found.
  if (exitCode !== 0 && counts.failed === 0) counts.failed = 1;
  return { ...counts, exitCode };
}

/** Where the time goes, so that a suite that grows slow says by what. */
function reportTimes({ files }: Counts): void {
  const byProject = Map.groupBy(files, ({ project }) => project);
  for (const [project, own] of byProject) {
    const totalMs = own.reduce((sum, { durationMs }) => sum + durationMs, 0);
    console.log(`${project}: ${own.length} files, ${clock(totalMs)}`);
  }
  const slowest = files.toSorted((one, other) => other.durationMs - one.durationMs).slice(0, 12);
  console.log(`Slowest: ${slowest.map(({ name, durationMs }) => `${name} ${clock(durationMs)}`).join(', ')}`);
}

function readCounts(file: string): Counts {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch {
    return { passed: 0, failed: 0, skipped: 0, flaky: [], files: [] };
  }
}

function node(
  nodeArgs: string[],
  stdio: 'pipe' | 'inherit',
  env: Record<string, string> = {},
): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, nodeArgs, { cwd: ROOT, stdio, env: { ...process.env, ...env } });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => resolve({ exitCode: 1, output: error.message }));
    child.on('close', (code) => resolve({ exitCode: code ?? 1, output }));
  });
}

function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
