import { Worker } from 'node:worker_threads';
import type { FlowDoc } from '../../core/flow/document.ts';
import type { ConversationResult, ScriptOptions } from '../../core/flow/run-scripts.ts';
import type { Script } from '../../core/flow/scripts.ts';
import { ApiError, invalidField } from '../problems.ts';

export interface ScriptWork {
  doc: FlowDoc;
  script: Script;
  options: ScriptOptions;
}

const MAX_HEAP_MB = 256;
/** The request's transaction waits for it. */
const MAX_MS = 5_000;
/** Until it has read its code, which takes less than a second on a machine that has time. */
const MAX_START_MS = 10_000;
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

/** Whose work went well waits here for the next one, because reading the code takes longer than playing most scripts. */
let spare: Worker | null = null;

function takeThread(): Worker {
  const thread =
    spare ??
    new Worker(new URL('./script-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
      execArgv: [],
      stderr: true,
    });
  spare = null;
  thread.ref();
  return thread;
}

function giveBack(thread: Worker): void {
  thread.removeAllListeners();
  if (spare !== null) return void thread.terminate();
  spare = thread;
  thread.once('exit', () => {
    if (spare === thread) spare = null;
  });
  // It keeps no process alive.
  thread.unref();
}

function inThread(work: ScriptWork): Promise<ConversationResult[]> {
  return new Promise((resolve, reject) => {
    const thread = takeThread();
    const stop = () => void thread.terminate();
    let timer = setTimeout(stop, MAX_START_MS);
    let failure: Error | null = null;
    thread.on('message', (message: 'started' | ConversationResult[]) => {
      clearTimeout(timer);
      if (message === 'started') {
        timer = setTimeout(stop, MAX_MS);
        return;
      }
      giveBack(thread);
      resolve(message);
    });
    thread.on('error', (error: Error) => {
      failure = error;
    });
    thread.on('exit', () => {
      clearTimeout(timer);
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
    thread.postMessage(work);
  });
}
