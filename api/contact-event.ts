/** An event of a contact, written by the function that checks the role. */
import { json, type Tx } from '../platform/db/pool.ts';
import { throwMissing } from './rows/contacts.ts';
import { toTime } from './rows/time.ts';

export interface ReportedEvent {
  name: string;
  data?: Record<string, string | number | boolean | null> | undefined;
  key?: string | undefined;
}

/** @throws ApiError not_found when the organisation has no such contact */
export async function recordEvent(tx: Tx, org: string, contactId: string, event: ReportedEvent) {
  const [row] = await tx<{ id: number; created_at: Date; is_new: boolean }[]>`
    select id, created_at, is_new from private.record_api_event(${org}, ${contactId}, ${event.name},
      ${json(tx, event.data ?? {})}, ${event.key ?? null})`;
  if (!row) return throwMissing(tx, org, contactId);
  return {
    id: String(row.id),
    contactId,
    name: event.name,
    createdAt: toTime(row.created_at),
    isNew: row.is_new,
  };
}
