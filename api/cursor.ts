/**
 * Keyset pagination. A cursor is the sort key of the last row shown, opaque to clients: base64url of a JSON array. Times
 * travel as Postgres wrote them, because a JavaScript date would lose the microseconds that tell rows apart; queries take
 * them as `::text::timestamptz`, because the driver makes a date of every `::timestamptz` parameter.
 */
import { z } from 'zod';
import type { Page } from '../core/api/schemas.ts';
import { invalidField } from './problems.ts';

export const postgresTime = z
  .string()
  .regex(/^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/);

/** Newest first by a time, ties by id. */
export const timeCursor = z.tuple([postgresTime, z.uuid()]);
/** The same where rows without a time come last. */
export const optionalTimeCursor = z.tuple([postgresTime.nullable(), z.uuid()]);
export const nameCursor = z.tuple([z.string().max(300), z.uuid()]);
/** For a sort key that is too long for a cursor: the row is looked up. */
export const idCursor = z.tuple([z.uuid()]);
export const numberCursor = z.tuple([z.int().min(-2147483648).max(2147483647)]);

export function encodeCursor(key: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * @returns undefined when there is no cursor: the first page
 * @throws ApiError invalid_input when the cursor is not one of this list
 */
export function decodeCursor<Key>(shape: z.ZodType<Key>, cursor: string | undefined): Key | undefined {
  if (cursor === undefined) return undefined;
  const result = shape.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!result.success)
    throw invalidField('cursor', 'is not a cursor of this list; leave it out to start again');
  return result.data;
}

/**
 * One page from rows that were asked for with `limit + 1`.
 * @param keyOf what the cursor of a row holds
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  keyOf: (row: Row) => readonly unknown[],
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null;
  return { items: shown.map(toItem), nextCursor };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
