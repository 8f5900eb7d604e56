import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import testing from '@temporalio/testing/package.json' with { type: 'json' };
import { findCached, putInCache } from '../cache/cache.ts';
import { envRoute, firstThatWorks } from '../cache/routes.ts';
import { withProgress, type Log } from '../process/log.ts';
import { isExecutable, onPath, run } from '../process/run.ts';
import { downloadBySdk } from './official-download.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const PROGRAM = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/**
 * The path of a Temporal CLI with the dev server, in this order: TEMPORAL_CLI_PATH, `temporal` on PATH, the
 * per-user cache, the SDK's official download, a build from the Go module proxy (the last two fill the cache).
 * @throws LocalError `binary_missing`
 */
export async function ensureTemporalCli(log: Log, signal?: AbortSignal): Promise<string> {
  const entry = await cacheEntry();
  const inEntry = (folder: string | undefined) => folder && join(folder, PROGRAM);
  return firstThatWorks(
    'Temporal CLI',
    [
      envRoute('TEMPORAL_CLI_PATH', isExecutable),
      { name: 'found on PATH', find: () => onPath('temporal') },
      { name: 'cached', find: async () => inEntry(await findCached(entry)) },
      {
        name: "the SDK's official download",
        find: async () =>
          inEntry(
            await putInCache(entry, (folder) => downloadBySdk('dev-server', folder, PROGRAM, log, signal)),
          ),
      },
      {
        name: 'built with Go',
        find: async () => {
          const go = onPath('go');
          if (!go) throw new Error('no `go` on PATH');
          return inEntry(
            await putInCache(entry, (folder) => buildWithGo(go, join(folder, PROGRAM), log, signal)),
          );
        },
      },
    ],
    'install the Temporal CLI (https://docs.temporal.io/cli), or set TEMPORAL_CLI_PATH to it, or set ' +
      'TEMPORAL_ADDRESS to a running Temporal, or install Go 1.26 so that it can be built here',
    log,
    signal,
  );
}

/** The build of exactly the versions in go.mod and go.sum beside this file. */
async function buildWithGo(go: string, target: string, log: Log, signal?: AbortSignal): Promise<void> {
  let lastLine: string | undefined;
  await withProgress(
    log,
    'Building the Temporal CLI with Go, once (several minutes when the Go caches are empty)',
    () =>
      run(
        go,
        [
          'build',
          '-v',
          '-trimpath',
          '-ldflags',
          '-s -w',
          '-o',
          target,
          'github.com/temporalio/cli/cmd/temporal',
        ],
        {
          cwd: FOLDER,
          env: { ...process.env, CGO_ENABLED: '0' },
          onLine: (line) => (lastLine = line.slice(0, 80)),
          signal,
        },
      ),
    { detail: () => lastLine },
  );
}

/** Named after both possible makers, so that a change of either version makes a new entry. */
async function cacheEntry(): Promise<string> {
  const goMod = await readFile(join(FOLDER, 'go.mod'), 'utf8');
  const cliVersion = /github\.com\/temporalio\/cli (v[\d.]+)/.exec(goMod)?.[1] ?? 'unknown';
  return `temporal-cli-${cliVersion}-sdk${testing.version}-${process.platform}-${process.arch}`;
}
