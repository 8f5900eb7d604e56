/** Which failures pass by themselves, and the code of the others. */

/** Connection lost, server shutting down, deadlock or serialization failure: the whole batch is tried again. */
export function isTransient(error: unknown): boolean {
  return /^(08|40|53|57|CONNECTION_|ECONN|EPIPE)/.test(stableCode(error));
}

/** The error's own code (a SQLSTATE, for example); never its message, which may quote data. */
export function stableCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'failed';
}
