/**
 * Fetches a server program through the Temporal SDK's own download and exits. Runs as a process of its own: the
 * download is native code that can't be cancelled, and it ends with a test start of the program.
 *
 * Usage: node sdk-download.ts <dev-server|test-server> <folder>
 */
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [kind, downloadDir] = process.argv.slice(2);
const executable = { type: 'cached-download', downloadDir } as const;
const environment =
  kind === 'test-server'
    ? await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } })
    : await TestWorkflowEnvironment.createLocal({ server: { executable } });
await environment.teardown();
