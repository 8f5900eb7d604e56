import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import testing from '@temporalio/testing/package.json' with { type: 'json' };
import { findCached, putInCache } from '../cache/cache.ts';
import { envRoute, firstThatWorks } from '../cache/routes.ts';
import { withProgress, type Log } from '../process/log.ts';
import { isExecutable, onPath, run } from '../process/run.ts';
import { downloadBySdk } from './official-download.ts';

const POM = fileURLToPath(new URL('./pom.xml', import.meta.url));
const PROGRAM = 'temporal-test-server';

/**
 * The path of Temporal's time-skipping test server, in this order: PARLEY_TEST_SERVER_PATH, the per-user cache,
 * the SDK's official download, Maven. Use it as `{ server: { executable: { type: 'existing-path', path } } }`.
 * @throws LocalError `binary_missing`
 */
export async function ensureTestServer(log: Log = () => {}): Promise<string> {
  const entry = await cacheEntry();
  const inEntry = (folder: string | undefined) => folder && join(folder, PROGRAM);
  return firstThatWorks(
    'Temporal test server',
    [
      envRoute('PARLEY_TEST_SERVER_PATH', isExecutable),
      { name: 'cached', find: async () => inEntry(await findCached(entry)) },
      {
        name: "the SDK's official download",
        find: async () =>
          inEntry(await putInCache(entry, (folder) => downloadBySdk('test-server', folder, PROGRAM, log))),
      },
      {
        name: 'fetched with Maven',
        find: async () => {
          const [java, maven] = [onPath('java'), onPath('mvn')];
          if (!java || !maven) throw new Error(`no \`${java ? 'mvn' : 'java'}\` on PATH`);
          return inEntry(await putInCache(entry, (folder) => fetchWithMaven(maven, java, folder, log)));
        },
      },
    ],
    'set PARLEY_TEST_SERVER_PATH to a temporal-test-server, or install a JDK (17 or later) and Maven so that it ' +
      'can be fetched',
    log,
  );
}

async function fetchWithMaven(maven: string, java: string, folder: string, log: Log): Promise<void> {
  const lib = join(folder, 'lib');
  let lastLine: string | undefined;
  await withProgress(
    log,
    "Fetching Temporal's test server with Maven, once",
    () =>
      run(
        maven,
        [
          '-B',
          '-ntp',
          '-f',
          POM,
          'dependency:copy-dependencies',
          '-DincludeScope=runtime',
          `-DoutputDirectory=${lib}`,
        ],
        { onLine: (line) => (lastLine = line.slice(0, 80)) },
      ),
    { detail: () => lastLine },
  );
  await writeFile(join(folder, PROGRAM), wrapper(java));
  await chmod(join(folder, PROGRAM), 0o755);
}

/**
 * The SDK gives the program five seconds to start and kills only its direct child: so Java is tuned for a fast
 * start, and `exec` puts it in the script's place.
 */
function wrapper(java: string): string {
  return [
    '#!/bin/sh',
    'here=$(dirname "$0")',
    `java=${JSON.stringify(java)}`,
    '[ -x "$java" ] || java=java',
    'exec "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto \\',
    '  -cp "$here/lib/*" io.temporal.testserver.TestServer "$@"',
    '',
  ].join('\n');
}

/** Named after both possible makers, so that a change of either version makes a new entry. */
async function cacheEntry(): Promise<string> {
  const pom = await readFile(POM, 'utf8');
  const version = /<artifactId>temporal-test-server<\/artifactId>\s*<version>(\d[\d.]+\d)<\/version>/.exec(
    pom,
  )?.[1];
  return `temporal-test-server-${version ?? 'unknown'}-sdk${testing.version}-${process.platform}-${process.arch}`;
}
