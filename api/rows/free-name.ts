/** Writes that fail when another row has the name already. */
import type { Tx } from '../../platform/db/pool.ts';
import { ApiError, type ProblemCode } from '../problems.ts';

const UNIQUE_VIOLATION = '23505';

/** Runs a write that names a row. @throws ApiError `taken` when another one has the name */
export async function withFreeName<Result>(
  tx: Tx,
  taken: ProblemCode,
  write: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  try {
    // NOTE: wrapped, because the driver would take an answer that is an array for a list of queries.
    return (await tx.savepoint(async (sp) => ({ result: await write(sp) }))).result;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION) {
      throw new ApiError(taken, {}, { cause: error });
    }
    throw error;
  }
}
