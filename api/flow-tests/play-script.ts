import { Worker } from 'node:worker_threads';
import type { FlowDoc } from '../../core/flow/document.ts';
import type { ConversationResult, ScriptOptions } from '../../core/flow/run-scripts.ts';
import type { Script } from '../../core/flow/scripts.ts';
import { OUTSIDE_LIMIT_MS } from '../deadline.ts';
import { ApiError, invalidField } from '../problems.ts';

export interface ScriptWork {
  doc: FlowDoc;
  script: Script;
  options: ScriptOptions;
}

const MAX_HEAP_MB = 256;
/** The request's transaction waits for it. */
const MAX_MS = 5_000;
/** At once in a process; who comes when all are busy is sent away, because waiting takes a connection to Postgres. */
const MAX_THREADS = 3;

let threads = 0;

/** @throws ApiError invalid_input when it takes too long or too much memory, timeout when others are at it */
export async function playScript(work: ScriptWork): Promise<ConversationResult[]> {
  if (threads >= MAX_THREADS)
    throw new ApiError('timeout', { detail: 'Other tests are running: try again in a moment.' });
  threads += 1;
  try {
    return await inThread(work);
  } finally {
    threads -= 1;
  }
}

function inThread(work: ScriptWork): Promise<ConversationResult[]> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./script-thread.ts', import.meta.url), {
      workerData: work,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
      execArgv: [],
      stderr: true,
    });
    const stop = () => void thread.terminate();
    const startedAtMs = performance.now();
    // Until it has read its code, which takes less than a second on a machine that has time.
    let timer = setTimeout(stop, OUTSIDE_LIMIT_MS);
    let results: ConversationResult[] | null = null;
    let failure: Error | null = null;
    thread.on('message', (message: 'started' | ConversationResult[]) => {
      clearTimeout(timer);
      const leftMs = OUTSIDE_LIMIT_MS - (performance.now() - startedAtMs);
      if (message === 'started') timer = setTimeout(stop, Math.min(MAX_MS, leftMs));
      else results = message;
    });
    thread.on('error', (error: Error) => {
      failure = error;
    });
    thread.on('exit', () => {
      clearTimeout(timer);
      if (results !== null) return resolve(results);
      const isOutOfMemory =
        failure !== null && 'code' in failure && failure.code === 'ERR_WORKER_OUT_OF_MEMORY';
      if (failure !== null && !isOutOfMemory) return reject(failure);
      reject(
        invalidField(
          'script',
          `This takes longer than ${MAX_MS / 1_000} seconds, or more memory than there is. Test fewer conversations at once, or wait for shorter times.`,
        ),
      );
    });
  });
}
