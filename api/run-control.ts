/**
 * Commands to runs, as updates of their workflows: the answer says that the run took it. Everything else of the API works without
 * Temporal, so the client is made on the first command, and only a few may wait for it at a time.
 */
import type { Client } from '@temporalio/client';
import type { RunView, SteerAction, SteerCommand } from '../workflows/contract.ts';
import { ApiError } from './problems.ts';

/** Also how long the caller's database transaction stays open. */
const DEADLINE_MS = 5_000;
/** Each holds a database connection meanwhile; the others are for people who want something else. */
const MAX_AT_ONCE = 4;

export interface RunCommand {
  workflowId: string;
  action: SteerAction;
  /** The same one twice does it once. */
  key: string;
  requestId: string;
}

export interface RunControl {
  /** @throws ApiError run_ended, run_not_waiting, temporal_unavailable */
  steer(command: RunCommand): Promise<RunView>;
  close(): Promise<void>;
}

export function createRunControl(createClient: () => Promise<Client>): RunControl {
  let connecting: Promise<Client> | null = null;
  let waiting = 0;

  return {
    async steer({ workflowId, action, key, requestId }) {
      if (waiting >= MAX_AT_ONCE) throw unavailable('Too many commands are waiting for Temporal.');
      waiting += 1;
      try {
        const client = await (connecting ??= createClient());
        return await client.withDeadline(Date.now() + DEADLINE_MS, () =>
          client.workflow.getHandle(workflowId).executeUpdate<RunView, [SteerCommand]>(action, {
            updateId: `${action}/${key}`,
            args: [{ key, requestId }],
          }),
        );
      } catch (error) {
        throw await asApiError(error);
      } finally {
        waiting -= 1;
      }
    },
    async close() {
      const client = await connecting?.catch(() => null);
      await client?.connection.close();
    },
  };
}

async function asApiError(error: unknown): Promise<unknown> {
  if (error instanceof ApiError) return error;
  const temporal = await import('@temporalio/client');
  if (error instanceof temporal.WorkflowUpdateFailedError) {
    const type = error.cause instanceof temporal.ApplicationFailure ? error.cause.type : null;
    if (type === 'not_waiting') return new ApiError('run_not_waiting', {}, { cause: error });
    // Also what a run says that ended while it was being asked.
    return new ApiError('run_ended', {}, { cause: error });
  }
  if (error instanceof temporal.WorkflowNotFoundError)
    return unavailable(
      'The run has no workflow just now; it is started again within a minute or two.',
      error,
    );
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (
      temporal.isGrpcServiceError(cause) ||
      cause instanceof temporal.WorkflowUpdateRPCTimeoutOrCancelledError
    )
      return unavailable('The run may still take the command: look again before you repeat it.', error);
  }
  return error;
}

function unavailable(detail: string, cause?: unknown): ApiError {
  return new ApiError('temporal_unavailable', { detail }, { cause });
}
