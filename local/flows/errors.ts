/** Exit codes, for scripts and CI. */
export const EXIT = {
  ok: 0,
  /** Flows have errors, tests failed, a draft was changed by somebody else, a difference with `--exit-code`. */
  failed: 1,
  /** The command line or a file can't be understood. */
  usage: 2,
  /** The server can't be reached or refuses. */
  server: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command with a sentence that tells what to do. */
export class CliError extends Error {
  readonly code: string;
  readonly exitCode: ExitCode;

  constructor(code: string, exitCode: ExitCode, message: string) {
    super(message);
    this.name = 'CliError';
    this.code = code;
    this.exitCode = exitCode;
  }
}
