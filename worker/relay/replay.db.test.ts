/** Dead letters that are tried again, on a real database: what failed is done then, once, and what can't be is said to be so. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO } from '../../local/demo.ts';
import { waitUntil } from '../../local/process/wait.ts';
import { startLetterRig, type LetterRig } from '../../local/testing/letter-rig.ts';
import { envelope, statusWebhook } from '../../local/testing/webhooks.ts';
import type { Sql } from '../../platform/db/pool.ts';
import { demo } from '../../platform/seed/demo.ts';

let rig: LetterRig;
let admin: LetterRig['database']['sql'];
let sql: Sql;
beforeAll(async () => {
  rig = await startLetterRig();
  ({ sql } = rig);
  admin = rig.database.sql;
});
afterAll(() => rig?.stop());

describe('a message that failed by a defect', () => {
  it('is in its conversation after the replay, and wakes what it wakes when it comes', async () => {
    const { id, letter } = await rig.failedMessage('breaks hi');
    expect(letter).toMatchObject({ kind: 'webhook_message', cause: '23514', state: 'open', attempts: 1 });
    await rig.request(letter.id);
    await rig.replayAll();
    expect(await rig.textsOf(id)).toEqual(['breaks hi']);
    expect(await rig.letter(letter.id)).toMatchObject({ state: 'replayed', attempts: 1 });
    expect(rig.dispatched.map(({ topic }) => topic)).toContain('conversationWindow');
  });

  it('says nothing of the person in its letter', async () => {
    const { letter, from, id } = await rig.failedMessage('breaks quietly');
    const text = JSON.stringify(letter.reference);
    for (const word of [from, id, 'quietly']) expect(text).not.toContain(word);
  });

  it('brings only itself: what came in the same delivery stays as it is', async () => {
    const fine = rig.wamid();
    const { id, letter } = await rig.failedMessage('breaks beside another', [fine]);
    expect(await rig.textsOf(fine)).toEqual(['fine']);
    await sql`update messages set text = 'changed since' where wamid = ${fine}`;
    await rig.request(letter.id);
    await rig.replayAll();
    expect(await rig.textsOf(fine)).toEqual(['changed since']);
    expect(await rig.textsOf(id)).toEqual(['breaks beside another']);
  });

  it('is two letters when two messages of one delivery failed', async () => {
    const { delivery } = await rig.failedMessage('breaks once', [], ['breaks twice']);
    expect(await sql`select from private.dead_letters where webhook_event_id = ${delivery}`).toHaveLength(2);
  });

  it('is there once however often it is replayed, and when WhatsApp sent it again meanwhile', async () => {
    const { id, letter, body } = await rig.failedMessage('breaks often');
    await rig.deliver(body);
    expect(await rig.textsOf(id)).toEqual(['breaks often']);
    await rig.request(letter.id);
    await rig.replayAll();
    expect(rig.dispatched).toEqual([]);
    await rig.request(letter.id);
    await rig.replayAll();
    expect(rig.dispatched).toEqual([]);
    expect(await rig.textsOf(id)).toEqual(['breaks often']);
  });

  it('is done once when two relays see the request at the same moment', async () => {
    const { id, letter } = await rig.failedMessage('breaks for two');
    await rig.request(letter.id);
    await Promise.all([rig.replayAll(), rig.replayAll(), rig.replayAll()]);
    expect(await rig.textsOf(id)).toEqual(['breaks for two']);
    expect(rig.dispatched.filter(({ topic }) => topic === 'conversationWindow')).toHaveLength(1);
  });

  it('stays asked for when its transaction is cut off in the middle, and is done by the next pass', async () => {
    const { id, letter } = await rig.failedMessage('breaks in the middle');
    await rig.request(letter.id);
    // Holds the replay inside its transaction until it is cut off there.
    const blocker = await admin.reserve();
    await blocker`begin`;
    await blocker`lock table messages in access exclusive mode`;
    const replaying = rig.replayAll();
    await untilBlocked();
    await admin`
      select pg_cancel_backend(pid) from pg_stat_activity
      where application_name = 'letter rig' and datname = current_database() and wait_event_type = 'Lock'`;
    await blocker`rollback`;
    blocker.release();
    await replaying;
    expect(await rig.letter(letter.id)).toMatchObject({ state: 'requested' });
    expect(await rig.textsOf(id)).toEqual([]);
    await rig.replayAll();
    expect(await rig.textsOf(id)).toEqual(['breaks in the middle']);
  });

  it('is open again with the newest cause when it fails again', async () => {
    const { letter } = await rig.failedMessage('breaks still');
    await rig.request(letter.id);
    await rig.withDefect('22003', rig.replayAll);
    expect(await rig.letter(letter.id)).toMatchObject({
      ...{ state: 'open', cause: '22003', attempts: 2, replayed_at: null },
    });
    expect(
      await sql`select from private.dead_letters where reference = ${sql.json(letter.reference as never)}`,
    ).toHaveLength(1);
  });
});

describe('a report about a message that failed', () => {
  it('is applied by the replay', async () => {
    const { id } = await rig.fineMessage();
    const [sent] = await sql<{ id: string; wamid: string }[]>`
      insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, status, status_rank, source, wamid)
      select gen_random_uuid(), org_id, conversation_id, contact_id, phone_number_id, 'outbound', 'text', 'sent', 30, 'agent', ${rig.wamid()}
      from messages where wamid = ${id} returning id, wamid`;
    const to = '15550000000';
    await rig.withDefect('23514', () =>
      rig.deliver(
        statusWebhook([{ wamid: sent!.wamid, status: 'failed', to, errors: [{ code: 131026, title: 'x' }] }]),
      ),
    );
    const letter = await rig.newestLetter();
    expect(letter).toMatchObject({ kind: 'webhook_status', cause: '23514', org_id: demo.orgId });
    await rig.request(letter.id);
    await rig.replayAll();
    const [message] = await sql`select status, error_code from messages where id = ${sent!.id}`;
    expect(message).toEqual({ status: 'failed', error_code: '131026' });
    expect(await rig.letter(letter.id)).toMatchObject({ state: 'replayed' });
  });
});

describe('what nothing acts on', () => {
  it('stays kept when it is tried again: the letter is open once more', async () => {
    await rig.deliver(envelope({ event: 'SOMETHING_NEW' }, { field: 'a_field_of_tomorrow' }));
    const letter = await rig.newestLetter();
    expect(letter.cause).toBe('kept');
    await rig.request(letter.id);
    await rig.replayAll();
    expect(await rig.letter(letter.id)).toMatchObject({ state: 'open', cause: 'kept', attempts: 2 });
  });

  it('stays dismissed when WhatsApp sends it again', async () => {
    const body = envelope({ event: 'SOMETHING_ELSE' }, { field: 'a_field_of_tomorrow' });
    await rig.deliver(body);
    const letter = await rig.newestLetter();
    await sql`update private.dead_letters set state = 'dismissed', settled_at = now() where id = ${letter.id}`;
    await rig.deliver(body);
    expect(await rig.letter(letter.id)).toMatchObject({ state: 'dismissed', attempts: 2 });
  });

  it('is done by a replay when something acts on it by now', async () => {
    const { letter, text, becomesKnown } = await keptChange('says who they are');
    await becomesKnown();
    await rig.request(letter.id);
    await rig.replayAll();
    expect(await threadsWith(text)).toBe(1);
    expect(await rig.letter(letter.id)).toMatchObject({ state: 'replayed' });
  });

  it('is done once when WhatsApp sent it again meanwhile', async () => {
    const { letter, body, text, becomesKnown } = await keptChange('says it again');
    await becomesKnown();
    await rig.deliver(body);
    expect(await threadsWith(text)).toBe(1);
    await rig.request(letter.id);
    await rig.replayAll();
    expect(await threadsWith(text)).toBe(1);
    expect(await rig.letter(letter.id)).toMatchObject({ state: 'replayed' });
  });

  it('is done by the replay after one that came while its number was not connected', async () => {
    const { letter, text, becomesKnown } = await keptChange('waits for the number');
    await becomesKnown();
    await admin`update phone_numbers set meta_phone_number_id = 'given up' where id = ${demo.phoneNumberId}`;
    await rig.request(letter.id);
    await rig.replayAll();
    await admin`update phone_numbers set meta_phone_number_id = ${demo.metaPhoneNumberId} where id = ${demo.phoneNumberId}`;
    expect(await rig.letter(letter.id)).toMatchObject({ state: 'open', cause: 'not_connected' });
    await rig.request(letter.id);
    await rig.replayAll();
    expect(await threadsWith(text)).toBe(1);
    expect(await rig.letter(letter.id)).toMatchObject({ state: 'replayed' });
  });

  it('is done by the replay of its new letter when the first replay failed', async () => {
    const { letter, text, becomesKnown } = await keptChange('breaks when it is tried');
    await becomesKnown();
    await rig.request(letter.id);
    await rig.withDefect('23514', rig.replayAll);
    const failed = await rig.newestLetter();
    expect(failed).toMatchObject({ state: 'open', cause: '23514' });
    await rig.request(failed.id);
    await rig.replayAll();
    expect(await threadsWith(text)).toBe(1);
    expect(await rig.letter(failed.id)).toMatchObject({ state: 'replayed' });
  });
});

describe('a letter that can’t be replayed', () => {
  it('says that its delivery was forgotten', async () => {
    const { letter, delivery } = await rig.failedMessage('breaks and ages');
    await rig.request(letter.id);
    await sql`delete from private.webhook_events where id = ${delivery}`;
    await rig.replayAll();
    expect(await rig.letter(letter.id)).toMatchObject({ state: 'impossible', reason: 'expired' });
  });

  it('says that its delivery was erased with a person', async () => {
    const { id, letter, delivery } = await rig.failedMessage('breaks and goes');
    await sql`update private.webhook_events set erased_at = now() where id = ${delivery}`;
    await rig.request(letter.id);
    await rig.replayAll();
    expect(await rig.letter(letter.id)).toMatchObject({ state: 'impossible', reason: 'erased' });
    expect(await rig.textsOf(id)).toEqual([]);
  });

  it('brings no erased message back', async () => {
    const { id, letter } = await rig.failedMessage('breaks and was erased');
    await admin`
      insert into private.erased_messages (key)
      select sha256(convert_to(p.id || ' ' || ${id}, 'UTF8')) from phone_numbers p where p.meta_phone_number_id = ${DEMO.phoneNumberId}`;
    await rig.request(letter.id);
    await rig.replayAll();
    expect(await rig.letter(letter.id)).toMatchObject({ state: 'impossible', reason: 'erased' });
    expect(await rig.textsOf(id)).toEqual([]);
  });

  it('is one whose reference an erasure took', async () => {
    const { letter } = await rig.failedMessage('breaks without a name');
    await rig.request(letter.id);
    await admin`update private.dead_letters set reference = jsonb_build_object('erased', id) where id = ${letter.id}`;
    await rig.replayAll();
    expect(await rig.letter(letter.id)).toMatchObject({ state: 'impossible', reason: 'erased' });
  });
});

it('gives nothing to another organisation that has the number by now', async () => {
  const { id, letter } = await rig.failedMessage('breaks and moves');
  const [other] = await admin<
    { id: string }[]
  >`insert into organizations (name, slug) values ('Other', 'other') returning id`;
  await admin`
    update waba_accounts set meta_waba_id = 'given up' where id = ${demo.wabaAccountId}`;
  await admin`update phone_numbers set meta_phone_number_id = 'given up' where id = ${demo.phoneNumberId}`;
  await admin`
    with account as (
      insert into waba_accounts (org_id, app_key, meta_waba_id) values (${other!.id}, 'default', ${demo.metaWabaId}) returning id)
    insert into phone_numbers (org_id, waba_account_id, meta_phone_number_id, display_phone_number)
    select ${other!.id}, id, ${demo.metaPhoneNumberId}, '+1 555 010 0001' from account`;
  await rig.request(letter.id);
  await rig.replayAll();
  expect(await rig.letter(letter.id)).toMatchObject({ state: 'open', cause: 'not_connected', attempts: 2 });
  expect(await rig.textsOf(id)).toEqual([]);
  await admin`delete from organizations where id = ${other!.id}`;
  await admin`update waba_accounts set meta_waba_id = ${demo.metaWabaId}`;
  await admin`update phone_numbers set meta_phone_number_id = ${demo.metaPhoneNumberId}`;
});

describe('a workflow that Temporal refused', () => {
  it('is asked for once more', async () => {
    const payload = { orgId: demo.orgId, windowSeq: 3 };
    const reference = { topic: 'conversationWindow', key: crypto.randomUUID(), payload };
    const [letter] = await sql<{ id: number }[]>`
      insert into private.dead_letters (org_id, kind, cause, reference, attempts)
      values (${demo.orgId}, 'outbox', 'ServiceError', ${sql.json(reference)}, 12) returning id`;
    await rig.request(letter!.id);
    await Promise.all([rig.replayAll(), rig.replayAll()]);
    expect(await sql`select topic, key, payload from private.outbox where key = ${reference.key}`).toEqual([
      reference,
    ]);
    expect(rig.dispatched).toMatchObject([reference]);
  });
});

/** Somebody unknown changed their user id: nothing acts on that until they have written. */
async function keptChange(text: string) {
  const user = `US.${rig.wamid().slice('wamid.'.length)}`;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const system = { type: 'user_changed_user_id', user_id: user, body: text };
  const body = envelope({ messages: [{ id: rig.wamid(), timestamp, type: 'system', system }] });
  await rig.deliver(body);
  const letter = await rig.newestLetter();
  expect(letter).toMatchObject({ kind: 'webhook_identityChange', cause: 'kept' });
  const message = { from_user_id: user, id: rig.wamid(), timestamp, type: 'text', text: { body: 'fine' } };
  return { letter, body, text, becomesKnown: () => rig.deliver(envelope({ messages: [message] })) };
}

async function threadsWith(text: string): Promise<number> {
  return (await sql`select from messages where text = ${text}`).length;
}

async function untilBlocked(): Promise<void> {
  const isBlocked = async () => {
    const blocked = await admin`
      select from pg_stat_activity where application_name = 'letter rig' and datname = current_database() and wait_event_type = 'Lock'`;
    return blocked.length > 0;
  };
  await waitUntil(isBlocked, { timeoutMs: 10_000 });
}
