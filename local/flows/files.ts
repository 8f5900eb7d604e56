/** Flow files and tests in a folder: `<name>.flow.json` and `<name>.test.json` beside it. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { importFlow } from '../../core/flow/transfer.ts';
import type { FlowFile, ImportedFlow } from '../../core/flow/transfer.ts';
import { CliError, EXIT } from './errors.ts';

export const FLOW_SUFFIX = '.flow.json';
export const TEST_SUFFIX = '.test.json';

export interface ReadFlow {
  path: string;
  flow: Extract<ImportedFlow, { ok: true }>;
}

/** `Welcome & qualify` is kept as `welcome-qualify`. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/gu, '') || 'flow';
}

export function pathOf(dir: string, flowName: string): string {
  return join(dir, `${slugOf(flowName)}${FLOW_SUFFIX}`);
}

/**
 * The files of the named flows, or all of the folder. A name is a path, a file's name with or without its ending, or the
 * flow's own name.
 * @throws CliError for a name without a file, or none at all
 */
export async function flowFiles(dir: string, names: readonly string[]): Promise<string[]> {
  const all = await listing(dir);
  if (names.length === 0) {
    if (all.length > 0) return all;
    throw new CliError(
      'no_files',
      EXIT.usage,
      `There is no ${FLOW_SUFFIX} file in ${dir}: pull first, or name another --dir.`,
    );
  }
  return names.map((name) => {
    const slug = slugOf(basename(name).replace(/(\.flow|\.test)?\.json$/u, ''));
    const path =
      all.find((one) => one === name || basename(one, FLOW_SUFFIX) === slug) ??
      (name.endsWith(FLOW_SUFFIX) ? name : null);
    if (path !== null) return path;
    throw new CliError('no_file', EXIT.usage, `There is no file for "${name}" in ${dir}.`);
  });
}

async function listing(dir: string): Promise<string[]> {
  try {
    const names = await readdir(dir);
    return names
      .filter((name) => name.endsWith(FLOW_SUFFIX))
      .sort()
      .map((name) => join(dir, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** @throws CliError unreadable_file */
export async function readFlow(path: string): Promise<ReadFlow> {
  const flow = importFlow(await readJson(path));
  if (flow.ok) return { path, flow };
  const reasons = flow.problems.map(
    ({ field, message }) => `  ${field === null ? '' : `${field}: `}${message}`,
  );
  throw new CliError('unreadable_file', EXIT.usage, [`${path} can't be read:`, ...reasons].join('\n'));
}

/** @throws CliError unreadable_file */
export async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new CliError('unreadable_file', EXIT.usage, `${path} can't be opened.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CliError('unreadable_file', EXIT.usage, `${path} is no JSON: ${(error as Error).message}`);
  }
}

/** @returns whether the file changed */
export async function writeFlow(path: string, file: FlowFile): Promise<boolean> {
  const text = formatFlow(file);
  const before = await readFile(path, 'utf8').catch(() => null);
  if (before === text) return false;
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, text);
  return true;
}

/** Always the same text for the same flow: keys are sorted, so that git shows only what changed. */
export function formatFlow({ format, formatVersion, name, doc, dependencies }: FlowFile): string {
  const file = { format, formatVersion, name, doc: sorted(doc), dependencies: sorted(dependencies) };
  return `${JSON.stringify(file, null, 2)}\n`;
}

export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]),
  );
}
