import { toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { requireContact } from '../rows/contacts.ts';
import { readTimeline, toTimelineItem } from '../rows/timeline.ts';

export const getContactTimeline = operation('getContactTimeline', {
  async handle({ tx, params: { org, contact }, query: { kind, cursor, limit } }) {
    await requireContact(tx, org, contact);
    const rows = await readTimeline(tx, { org, contactId: contact, kind, cursor, limit });
    return toPage(rows, limit, toTimelineItem, (row) => [row.at_key, row.source, row.key]);
  },
});
