import type { ConsentSettings } from '../../core/api/consent.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { operation } from '../operation.ts';

const nothingSet: ConsentSettings = { stopReply: null, startReply: null, stopWords: [], startWords: [] };

export const getConsentSettings = operation('getConsentSettings', {
  handle: ({ tx, params: { org } }) => readSettings(tx, org),
});

export const updateConsentSettings = operation('updateConsentSettings', {
  async handle({ tx, params: { org }, body }) {
    const { stopReply, startReply, stopWords, startWords } = { ...(await readSettings(tx, org)), ...body };
    await tx`
      insert into public.consent_settings (org_id, stop_reply, start_reply, stop_words, start_words)
      values (${org}, ${stopReply}, ${startReply}, ${stopWords}, ${startWords})
      on conflict (org_id) do update set stop_reply = excluded.stop_reply, start_reply = excluded.start_reply,
        stop_words = excluded.stop_words, start_words = excluded.start_words`;
    return readSettings(tx, org);
  },
});

async function readSettings(tx: Tx, org: string): Promise<ConsentSettings> {
  const [row] = await tx<ConsentSettings[]>`
    select stop_reply as "stopReply", start_reply as "startReply", stop_words as "stopWords", start_words as "startWords"
    from public.consent_settings where org_id = ${org}`;
  return row ?? nothingSet;
}
