/** What could not be done: look, ask for another try, dismiss. The tries themselves are the relay's (worker/relay/replay.ts). */
import { z } from 'zod';
import { MAX_SETTLED, type DeadLetterSelection } from '../../core/api/dead-letters.ts';
import { canHelpToReplay } from '../../core/dead-letters.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { decodeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { explained, loadDeadLetter, toDeadLetter, type DeadLetterRow } from '../rows/dead-letters.ts';
import { toTime } from '../rows/time.ts';

const letterCursor = z.tuple([z.int().positive()]);

export const listDeadLetters = operation('listDeadLetters', {
  async handle({ tx, params: { org }, query }) {
    const { limit, kind = null, cause = null, state = null, since = null, until = null } = query;
    const before = decodeCursor(letterCursor, query.cursor)?.[0] ?? null;
    const rows = await tx<DeadLetterRow[]>`
      select * from private.list_dead_letters(${org}, null, ${kind}, ${cause}, ${state}, ${since}::text::timestamptz,
        ${until}::text::timestamptz, ${before}, ${limit + 1})`;
    return toPage(rows, limit, toDeadLetter, (row) => [Number(row.id)]);
  },
});

export const countDeadLetters = operation('countDeadLetters', {
  async handle({ tx, params: { org } }) {
    const rows = await tx<
      { kind: string; cause: string; open: number; requested: number; first_at: Date; last_at: Date }[]
    >`select kind, cause, open::int, requested::int, first_at, last_at from private.count_dead_letters(${org})`;
    const causes = rows.map(({ kind, cause, open, requested, first_at, last_at }) => ({
      ...explained(kind, cause),
      canReplay: canHelpToReplay(kind, cause),
      ...{ open, requested, firstAt: toTime(first_at), lastAt: toTime(last_at) },
    }));
    const sum = (of: 'open' | 'requested') => causes.reduce((total, row) => total + row[of], 0);
    return { open: sum('open'), requested: sum('requested'), causes };
  },
});

export const getDeadLetter = operation('getDeadLetter', {
  handle: ({ tx, params }) => loadDeadLetter(tx, params.org, params.letter),
});

export const replayDeadLetter = operation('replayDeadLetter', {
  handle: ({ tx, params }) => settleOne(tx, params, 'replay'),
});
export const dismissDeadLetter = operation('dismissDeadLetter', {
  handle: ({ tx, params }) => settleOne(tx, params, 'dismiss'),
});
export const replayDeadLetters = operation('replayDeadLetters', {
  handle: ({ tx, params, body }) => settleMany(tx, params.org, 'replay', body),
});
export const dismissDeadLetters = operation('dismissDeadLetters', {
  handle: ({ tx, params, body }) => settleMany(tx, params.org, 'dismiss', body),
});

type Action = 'replay' | 'dismiss';

async function settleOne(tx: Tx, { org, letter }: { org: string; letter: string }, action: Action) {
  const [row] = await tx<{ state: string | null }[]>`
    select private.settle_dead_letter(${org}, ${letter}, ${action}) as state`;
  if (!row?.state) throw new ApiError('not_found');
  return loadDeadLetter(tx, org, letter);
}

async function settleMany(tx: Tx, org: string, action: Action, selection: DeadLetterSelection) {
  const { kind = null, cause = null, since = null, until = null } = selection;
  const [row] = await tx<{ count: number }[]>`
    select private.settle_dead_letters(${org}, ${action}, ${kind}, ${cause}, ${since}::text::timestamptz,
      ${until}::text::timestamptz, ${MAX_SETTLED}) as count`;
  return { count: row!.count, hasMore: row!.count === MAX_SETTLED };
}
