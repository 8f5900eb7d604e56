/**
 * Order behind a file: WhatsApp fetches a file before it shows the message, so that a text sent right behind it would overtake it.
 * What comes next waits until Meta reports the file's message as sent.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { FILE_MESSAGES } from '../../core/messaging/content.ts';
import type { Sql } from '../../platform/db/pool.ts';

const GIVE_UP_MS = 3_000;
const LOOK_EVERY_MS = 100;

/** Returns once the message is reported sent, failed or further, or after 3 s. Returns at once when it carries no file. */
export async function untilFileIsSent(sql: Sql, messageId: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < GIVE_UP_MS; waitedMs += LOOK_EVERY_MS) {
    const [pending] = await sql`
      select from messages where id = ${messageId} and type = any (${[...FILE_MESSAGES]}) and status = 'sent' and sent_at is null`;
    if (!pending) return;
    await sleep(LOOK_EVERY_MS);
  }
}
