/**
 * The workflow code as one file. Made by a process of its own, because the bundler needs more memory than the worker it is for, and
 * kept by content: a second start, and every test, takes the file that is there. Images ship it (WORKFLOW_BUNDLE).
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const workflowsDir = fileURLToPath(new URL('../../workflows/', import.meta.url));
const cacheDir = fileURLToPath(new URL('../../node_modules/.cache/parley/', import.meta.url));

/** The path of the bundle of today's workflow code. */
export async function ensureWorkflowBundle(): Promise<string> {
  const file = join(cacheDir, `workflows-${await contentHash()}.js`);
  if (existsSync(file)) return file;
  await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url), file], {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return file;
}

async function contentHash(): Promise<string> {
  const { version } = createRequire(import.meta.url)('@temporalio/worker/package.json') as {
    version: string;
  };
  const files = (await readdir(workflowsDir))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort();
  const hash = createHash('sha256').update(`${version} ${process.version}`);
  hash.update(await readFile(fileURLToPath(import.meta.url)));
  for (const name of files) hash.update(name).update(await readFile(join(workflowsDir, name)));
  return hash.digest('hex').slice(0, 16);
}

async function writeBundle(file: string): Promise<void> {
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const workflowsPath = join(workflowsDir, 'index.ts');
  // The bundler tells its whole life at info.
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    // No workflow file keeps state in its module, so all executions share one copy instead of loading their own.
    preloadModules: [join(workflowsDir, 'stack-traces.ts'), workflowsPath],
    logger: new DefaultLogger('WARN'),
  });
  await mkdir(cacheDir, { recursive: true });
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, code);
  await rename(partial, file);
}

const [, program, target] = process.argv;
if (program && target && import.meta.url === pathToFileURL(program).href) await writeBundle(target);
