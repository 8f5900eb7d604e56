/** What Meta calls our files (`private.media_uploads`), when it doesn't know the name any more or can't use what is behind it. */
import type { Sql, Tx } from '../../platform/db/pool.ts';

/** Of a send or of a status. Some also have other causes: then a file is brought once more than it need be. */
const MEDIA_CODES = ['33', '100', '131009', '131052', '131053'];

export const isAboutFiles = (errorCode: string): boolean => MEDIA_CODES.includes(errorCode);

/** The next message, or the next attempt, that shows the files of these messages brings them to Meta anew. */
export async function forgetUploads(sql: Sql | Tx, messageIds: readonly string[]): Promise<void> {
  await sql`
    delete from private.media_uploads u using messages m
    where m.id = any(${[...messageIds]}::uuid[]) and u.org_id = m.org_id and u.phone_number_id = m.phone_number_id
      and u.file_id::text in (m.content ->> 'fileId', m.content #>> '{headerMedia,fileId}',
        m.fallback #>> '{content,fileId}', m.fallback #>> '{content,headerMedia,fileId}')`;
}
