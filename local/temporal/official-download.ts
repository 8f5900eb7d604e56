import { chmod, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withProgress, type Log } from '../process/log.ts';
import { run } from '../process/run.ts';

const SCRIPT = fileURLToPath(new URL('./sdk-download.ts', import.meta.url));
/** A download that gets no byte for this long is given up. */
const STALLED_MS = 45_000;

/** Puts the program into `folder` under `name`, through @temporalio/testing. */
export async function downloadBySdk(
  kind: 'dev-server' | 'test-server',
  folder: string,
  name: string,
  log: Log,
  signal?: AbortSignal,
): Promise<void> {
  const download = join(folder, 'download');
  await mkdir(download, { recursive: true });
  let bytes = 0;
  let grewAt = performance.now();
  const measure = setInterval(() => {
    void folderSize(download).then((size) => {
      if (size === bytes) return;
      bytes = size;
      grewAt = performance.now();
    });
  }, 1_000);
  try {
    await withProgress(
      log,
      `Downloading the ${kind} through the Temporal SDK`,
      () =>
        run(process.execPath, [SCRIPT, kind, download], {
          isStuck: () => performance.now() - grewAt > STALLED_MS,
          signal,
        }).catch((error: unknown) => {
          throw new Error(shortReason(error));
        }),
      { detail: () => `${Math.round(bytes / 1e6)} MB` },
    );
    const largest = await largestFile(download);
    if (!largest) throw new Error('the download left no file');
    await rename(largest, join(folder, name));
    await chmod(join(folder, name), 0o755);
  } finally {
    clearInterval(measure);
    await rm(download, { recursive: true, force: true });
  }
}

/** The SDK's errors span many lines of stack; the user needs the innermost cause. */
function shortReason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/dns error|connect|error sending request/i.test(text))
    return 'its host temporal.download is out of reach';
  if (/made no progress/.test(text)) return `the download stalled for ${STALLED_MS / 1000} s`;
  return text.slice(0, 300);
}

async function largestFile(folder: string): Promise<string | undefined> {
  const files = await sizes(folder);
  return files.sort((a, b) => b.size - a.size)[0]?.path;
}

async function folderSize(folder: string): Promise<number> {
  return (await sizes(folder)).reduce((sum, file) => sum + file.size, 0);
}

async function sizes(folder: string): Promise<{ path: string; size: number }[]> {
  const names = await readdir(folder).catch(() => []);
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return { path, size: (await stat(path).catch(() => undefined))?.size ?? 0 };
    }),
  );
}
