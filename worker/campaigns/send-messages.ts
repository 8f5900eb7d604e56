/** The gate for a whole batch. */
import pLimit from 'p-limit';
import type { Sql } from '../../platform/db/pool.ts';
import type { Gate } from '../gate/gate.ts';

export type SendResult =
  | {
      kind: 'settled';
      status: string;
      error: { code: string; title: string; class?: string | null } | null;
    }
  | { kind: 'deferred'; retryInMs: number; error?: { code: string; class: string } }
  | { kind: 'runIsToEnd' };

export type SendMessages = (messageIds: string[], now: Date) => Promise<ReadonlyMap<string, SendResult>>;

const AT_ONCE = 8;

export function sendOneByOne(sql: Sql, gate: Gate): SendMessages {
  const limit = pLimit(AT_ONCE);
  return async (messageIds, now) => {
    const results = await Promise.all(
      messageIds.map((id) => limit(async () => [id, await gate.sendMessage(id, now)] as const)),
    );
    const troubled = results.flatMap(([id, result]) =>
      result.kind === 'deferred' || (result.kind === 'settled' && result.error !== null) ? [id] : [],
    );
    const errors =
      troubled.length === 0
        ? []
        : await sql<{ id: string; code: string; class: string }[]>`
            select id, error_code as code, error_class as class from messages
            where id = any(${troubled}::uuid[]) and error_class is not null`;
    const errorOf = new Map(errors.map(({ id, ...error }) => [id, error]));
    return new Map(
      results.map(([id, result]): [string, SendResult] => {
        const error = errorOf.get(id);
        if (error === undefined || result.kind === 'runIsToEnd') return [id, result];
        return result.kind === 'deferred'
          ? [id, { ...result, error }]
          : [id, { ...result, error: result.error && { ...result.error, class: error.class } }];
      }),
    );
  };
}
