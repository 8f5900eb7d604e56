/**
 * Fails when a dependency that we ship has a known hole that `allowed-advisories.ts` doesn't excuse. Where no registry answers that
 * question it ends with `SKIPPED`: tests pass without a network.
 */
import { spawnSync } from 'node:child_process';
import { allowedAdvisories } from './allowed-advisories.ts';
import { judgeAudit } from './npm-audit.ts';
import { SKIPPED } from './skipped.ts';

const TIMEOUT_MS = 60_000;

const audit = spawnSync(
  'npm',
  ['audit', '--omit=dev', '--audit-level=high', '--json', '--fetch-retries=0', '--fetch-timeout=20000'],
  { encoding: 'utf8', timeout: TIMEOUT_MS },
);
const verdict = judgeAudit(audit.stdout ?? '', allowedAdvisories);

if (verdict.kind === 'unknown') {
  console.log(`No registry told about advisories: ${verdict.why}`);
  process.exit(SKIPPED);
}
for (const { id, severity, what } of verdict.refused)
  console.log(`${severity}: ${what} (https://github.com/advisories/${id})`);
for (const id of verdict.idle)
  console.log(`${id} is allowed, but nothing has it any more: take it off the list`);
process.exit(verdict.refused.length + verdict.idle.length > 0 ? 1 : 0);
