import { LocalError } from '../process/errors.ts';
import type { Log } from '../process/log.ts';

/** One way to come by a program. */
export type Route = {
  /** In words, for the log: "TEMPORAL_CLI_PATH", "the SDK's download". */
  name: string;
  /**
   * The program's path, or undefined when this way doesn't apply here. A throw means that it applies but didn't
   * work; the next way is tried then, and its message is shown if none works.
   */
  find(): string | undefined | Promise<string | undefined>;
  /** When true, a throw ends the search: the user asked for exactly this one. */
  isFinal?: boolean;
};

/**
 * Tries the ways in order and says which one is taken.
 * @throws LocalError `binary_missing` with what went wrong and all ways out
 */
export async function firstThatWorks(
  program: string,
  routes: Route[],
  waysOut: string,
  log: Log,
  signal?: AbortSignal,
): Promise<string> {
  const failures: string[] = [];
  for (const route of routes) {
    try {
      const path = await route.find();
      if (path === undefined) continue;
      log(`${program}: ${route.name} (${path})`);
      return path;
    } catch (error) {
      signal?.throwIfAborted();
      const why = error instanceof Error ? error.message : String(error);
      if (route.isFinal) throw new LocalError('binary_missing', why, { cause: error });
      log(`${program}: not by ${route.name}: ${why}`);
      failures.push(`${route.name}: ${why}`);
    }
  }
  const tried = failures.length ? ` Tried: ${failures.join('; ')}.` : '';
  throw new LocalError(
    'binary_missing',
    `${program} was not found and could not be made: ${waysOut}.${tried}`,
  );
}

/** The route for a path given by the user in an environment variable. */
export function envRoute(variable: string, isUsable: (path: string) => boolean): Route {
  return {
    name: variable,
    isFinal: true,
    find() {
      const path = process.env[variable];
      if (!path) return undefined;
      if (isUsable(path)) return path;
      throw new Error(
        `${variable} names ${path}, which is no program that can be run: correct it or unset it.`,
      );
    },
  };
}
