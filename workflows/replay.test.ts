/** Recorded histories of every release, replayed with today's code: a change without `patched()` fails here. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  Worker,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import * as workflows from './index.ts';

const folder = fileURLToPath(new URL('./histories/', import.meta.url));
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
let workflowBundle: WorkflowBundleWithSourceMap;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  workflowBundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./index.ts', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  });
}, 60_000);

describe('recorded histories', () => {
  it.each(Object.keys(workflows))('hold one of %s', (workflow) => {
    const name = workflow.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    expect(files.filter((file) => file.startsWith(`${name}.v`))).not.toEqual([]);
  });

  it.each(files)('%s names no folder of the machine that wrote it', (file) => {
    const text = readFileSync(`${folder}${file}`, 'utf8');
    expect(text).not.toMatch(/file:\/\/\/|\/(home|root|tmp|work|Users)\//);
  });

  it.each(files)('%s replays', async (file) => {
    const history = historyFromJSON(JSON.parse(readFileSync(`${folder}${file}`, 'utf8')));
    await Worker.runReplayHistory({ workflowBundle, replayName: file }, history);
  });

  it('are refused when the workflow does something else than it did', async () => {
    const history = historyFromJSON(JSON.parse(readFileSync(`${folder}flow-run.v1.json`, 'utf8')));
    const marker = history.events!.findIndex((event) => event.markerRecordedEventAttributes);
    history.events!.splice(marker, 1);
    await expect(Worker.runReplayHistory({ workflowBundle }, history)).rejects.toThrow();
  });
});
