import { Worker } from 'node:worker_threads';
import { ApiError } from '../problems.ts';
import { unpacksWithin } from './zip-size.ts';

/** 100,000 rows of five columns unpack to 25 MB and take 250 MB of memory while they are read (measured). */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
const MAX_HEAP_MB = 768;
const MAX_MS = 60_000;

/** One at a time in a process: the memory of several together has no limit. */
let last: Promise<unknown> = Promise.resolve();

/** @throws ApiError unreadable_file */
export async function xlsxToCsv(from: string, to: string): Promise<void> {
  if (!(await unpacksWithin(from, MAX_UNPACKED_BYTES))) throw tooLarge();
  const turn: Promise<void> = last.then(() => convert(from, to));
  last = turn.catch(() => {});
  return turn;
}

function convert(from: string, to: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./xlsx-thread.ts', import.meta.url), {
      workerData: { from, to },
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
      execArgv: [],
      stderr: true,
    });
    const timer = setTimeout(() => void thread.terminate(), MAX_MS);
    let failure: Error | null = null;
    thread.on('error', (error: Error) => {
      failure = error;
    });
    thread.on('exit', (code) => {
      clearTimeout(timer);
      if (code === 0 && failure === null) return resolve();
      const isOutOfMemory =
        failure !== null && 'code' in failure && failure.code === 'ERR_WORKER_OUT_OF_MEMORY';
      reject(isOutOfMemory || failure === null ? tooLarge() : unreadable(failure));
    });
  });
}

function tooLarge(): ApiError {
  return new ApiError('unreadable_file', {
    detail: 'This workbook is too large to be read. Save its sheet as CSV and upload that.',
  });
}

function unreadable(cause: Error): ApiError {
  return new ApiError(
    'unreadable_file',
    { detail: 'This workbook is damaged. Open it, save it again as XLSX or CSV, and upload that.' },
    { cause },
  );
}
