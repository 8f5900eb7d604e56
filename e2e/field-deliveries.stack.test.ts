/**
 * Deliveries as they were seen in the field, posted to the running product. They are kept outside of this repository: set
 * PARLEY_FIXTURES to their folder; without it the folder beside the repository is used, and without that the walk says so and skips.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { signedPost } from './signed-post.ts';

interface Expected {
  file: string;
  http: number;
  inbound_messages: { wamid: string | null; text: string | null; kind?: 'event' }[];
  inbound_optional?: { wamid: string | null }[];
  statuses: { wamid: string; status: string }[];
  echoes?: { wamid: string }[];
  history?: { wamid: string }[];
  unroutable?: { wamid: string }[];
}

const folder =
  process.env.PARLEY_FIXTURES ?? fileURLToPath(new URL('../../shared/fixtures/whatsapp', import.meta.url));
const isPresent = existsSync(`${folder}/expect.json`);
const expectations = isPresent
  ? (JSON.parse(readFileSync(`${folder}/expect.json`, 'utf8')) as Expected[])
  : [];

let stack: Stack;

describe.skipIf(!isPresent)(
  `deliveries from the field (${isPresent ? 'found' : 'absent, skipped: set PARLEY_FIXTURES'})`,
  () => {
    const answers = new Map<string, number[]>();
    let before: unknown;
    let after: unknown;

    beforeAll(async () => {
      stack = await startStack();
      for (const { file } of expectations) {
        const bytes = readFileSync(`${folder}/webhooks/${file}`);
        const first = await signedPost(stack.urls.api, bytes);
        const second = await signedPost(stack.urls.api, bytes);
        answers.set(file, [first.status, second.status]);
      }
      await drained();
      before = await everything();
      for (const { file } of expectations)
        await signedPost(stack.urls.api, readFileSync(`${folder}/webhooks/${file}`));
      await drained();
      after = await everything();
    }, 180_000);
    afterAll(() => stack?.stop());

    it('answers every one with 200', () => {
      for (const { file, http } of expectations) expect(answers.get(file), file).toEqual([http, http]);
    });

    it('keeps every message once, with its words', async () => {
      for (const { file, inbound_messages } of expectations) {
        for (const expected of inbound_messages) {
          if (expected.wamid === null) continue;
          const rows = await stack.sql`select text, source from messages where wamid = ${expected.wamid}`;
          expect(rows.length, `${file}: ${expected.wamid}`).toBe(1);
          expect(rows[0]!.source).toBe('contact');
          if (expected.text !== null)
            expect(rows[0]!.text).toContain(expected.text.replaceAll('\0', '\ufffd'));
        }
      }
    });

    it('keeps every status once, also of messages it does not know', async () => {
      for (const { file, statuses } of expectations) {
        for (const { wamid, status } of statuses) {
          const rows = await stack.sql`
            select 1 from private.message_status_events where wamid = ${wamid} and status = ${status.toLowerCase()}`;
          expect(rows.length, `${file}: ${wamid} ${status}`).toBeGreaterThan(0);
        }
      }
    });

    it('files echoes and history under their own source, never as something a person wrote now', async () => {
      const wamids = expectations
        .flatMap(({ echoes = [], history = [] }) => [...echoes, ...history])
        .map(({ wamid }) => wamid);
      const rows = await stack.sql`select distinct source from messages where wamid = any(${wamids})`;
      expect(rows.map((row) => row.source as string).sort()).toEqual(['history', 'phoneApp']);
    });

    it('puts nothing of strangers into the organisation', async () => {
      for (const { wamid } of expectations.flatMap(({ unroutable = [] }) => unroutable)) {
        expect(await stack.sql`select 1 from messages where wamid = ${wamid}`).toHaveLength(0);
      }
      const [strangers] = await stack.sql`
        select count(*)::int as n from private.dead_letters where cause = 'foreign_asset' and org_id is null`;
      expect(strangers!.n).toBeGreaterThan(0);
    });

    it('loses none to an exception', async () => {
      const thrown = await stack.sql`
        select kind, cause from private.dead_letters where cause = 'unexpected' or cause = 'failed' or cause ~ '^[0-9A-Z]{5}$'`;
      expect(thrown).toEqual([]);
      expect(await stack.sql`select 1 from private.webhook_events where state <> 'done'`).toHaveLength(0);
    });

    it('sends nobody anything, because all of it is long past or in the future', async () => {
      expect((await stack.simulator.outbound()).items).toEqual([]);
    });

    it('changes nothing when all of them come again', () => {
      expect(after).toEqual(before);
    });
  },
);

/** Everything is applied, and whatever it set going has come to its end. */
function drained() {
  return stack.waitFor(
    async () => {
      const open = await stack.sql`
        select 1 from private.webhook_events where state = 'pending' union all select 1 from private.outbox
        union all select 1 from flow_runs where ended_at is null limit 1`;
      return open.length === 0;
    },
    { timeoutMs: 60_000 },
  );
}

/** What the organisation would notice. */
async function everything() {
  const [counts] = await stack.sql`
    select (select count(*)::int from messages) as messages, (select count(*)::int from contacts) as contacts,
      (select count(*)::int from contact_identities) as identities, (select count(*)::int from conversations) as conversations,
      (select sum(unread_count)::int from conversations) as unread, (select max(window_expires_at) from conversations) as "window",
      (select count(*)::int from private.message_status_events) as statuses, (select count(*)::int from consent_events) as consents,
      (select count(*)::int from flow_runs) as runs, (select count(*)::int from private.dead_letters) as "deadLetters",
      (select md5(string_agg(m.content::text || m.status, ',' order by m.id)) from messages m) as contents`;
  return counts;
}
