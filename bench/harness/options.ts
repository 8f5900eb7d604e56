/** The command line of the bench. */
import { parseArgs } from 'node:util';

export const GROUPS = [
  'engine',
  'ack',
  'api',
  'turns',
  'cost',
  'campaigns',
  'sleepers',
  'imports',
  'lists',
  'segments',
  'analytics',
] as const;
export type GroupName = (typeof GROUPS)[number];

export interface BenchOptions {
  groups: readonly GroupName[];
  isFull: boolean;
  /** Exit code 1 when a target is missed. */
  isStrict: boolean;
  /** File that gets the table as JSON. */
  jsonFile: string | null;
  /** Folder that gets a CPU profile of each of our processes; profiling makes everything slower. */
  profileDir: string | null;
}

/** A wrong command line; the message says what is possible. */
export class BenchUsageError extends Error {
  readonly code = 'bench_usage';
}

export const USAGE = `npm run bench -- [options]
  --only <group>     ${GROUPS.join(', ')}; may be repeated
  --full             longer runs
  --strict           exit code 1 when a target is missed
  --json <file>      the table as JSON, too
  --cpu-prof <dir>   a CPU profile of api, worker and simulator`;

/** @throws BenchUsageError */
export function readOptions(args: string[]): BenchOptions {
  const { only, full, strict, json, 'cpu-prof': profileDir } = parse(args);
  const unknown = only?.find((name) => !GROUPS.some((group) => group === name));
  if (unknown !== undefined) throw new BenchUsageError(`There is no group "${unknown}".\n${USAGE}`);
  return {
    groups: only ? GROUPS.filter((group) => only.includes(group)) : GROUPS,
    isFull: full ?? false,
    isStrict: strict ?? false,
    jsonFile: json ?? null,
    profileDir: profileDir ?? null,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        only: { type: 'string', multiple: true },
        full: { type: 'boolean' },
        strict: { type: 'boolean' },
        json: { type: 'string' },
        'cpu-prof': { type: 'string' },
      },
    }).values;
  } catch (cause) {
    throw new BenchUsageError(`${(cause as Error).message}\n${USAGE}`, { cause });
  }
}
