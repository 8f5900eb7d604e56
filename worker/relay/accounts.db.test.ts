/** What Meta says about accounts and their numbers, on a real database. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startLetterRig, type LetterRig } from '../../local/testing/letter-rig.ts';
import { demo } from '../../platform/seed/demo.ts';

let rig: LetterRig;
beforeAll(async () => {
  rig = await startLetterRig();
});
beforeEach(async () => {
  await rig.sql`update waba_accounts set status = 'CONNECTED', status_at = null`;
  await rig.sql`delete from private.processed_keys`;
});
afterAll(() => rig?.stop());

describe('a ban', () => {
  it('is the status of the account, until Meta takes it back', async () => {
    await rig.deliver(update({ ban_info: { waba_ban_state: 'SCHEDULE_FOR_DISABLE' } }, 1_000));
    expect(await status()).toBe('SCHEDULED_FOR_DISABLE');
    await rig.deliver(update({ ban_info: { waba_ban_state: 'DISABLE' } }, 2_000));
    expect(await status()).toBe('DISABLED');
    await rig.deliver(update({ ban_info: { waba_ban_state: 'REINSTATE' } }, 3_000));
    expect(await status()).toBe('CONNECTED');
  });

  it('that is older than what Meta said last changes nothing, and is no dead letter', async () => {
    await rig.deliver(update({ ban_info: { waba_ban_state: 'REINSTATE' } }, 5_000));
    const before = await letters();
    await rig.deliver(update({ ban_info: { waba_ban_state: 'DISABLE' } }, 4_000));
    expect(await status()).toBe('CONNECTED');
    expect(await letters()).toBe(before);
  });
});

it('the end of the connection is the status, unless it is about another account', async () => {
  await rig.deliver(update({ event: 'PARTNER_REMOVED', waba_info: { waba_id: '200000000000999' } }, 6_000));
  expect(await status()).toBe('CONNECTED');
  await rig.deliver(update({ event: 'ACCOUNT_DELETED' }, 7_000));
  expect(await status()).toBe('ACCOUNT_DELETED');
});

it('an account that was ended is connected again when somebody connects it', async () => {
  await rig.deliver(update({ event: 'PARTNER_REMOVED' }, 7_500));
  const connect = () =>
    rig.database.sql.begin(async (tx) => {
      await tx`
        select set_config('request.jwt.claims', ${JSON.stringify({ sub: demo.ownerId })}, true), set_config('role', 'app_user', true)`;
      await tx`select private.connect_waba(${demo.orgId}, ${demo.appKey}, ${demo.metaWabaId}, 'Demo', '[]', null)`;
    });
  await connect();
  expect(await status()).toBe('CONNECTED');
  await rig.deliver(update({ ban_info: { waba_ban_state: 'DISABLE' } }, 4_000_000_000 - 1_700_000_000));
  await connect();
  expect(await status()).toBe('DISABLED');
});

it('a new limit holds for all numbers of the account', async () => {
  await rig.deliver(
    update({ max_daily_conversations_per_business: -1 }, 8_000, 'business_capability_update'),
  );
  const [number] = await rig.sql`select messaging_limit from phone_numbers where id = ${demo.phoneNumberId}`;
  expect(number).toEqual({ messaging_limit: '-1' });
});

it('what changes no row is kept, and acts after an update by a replay of its letter', async () => {
  const body = update({ ban_info: { waba_ban_state: 'DISABLE' } }, 9_000);
  const delivery = await rig.deliver(body);
  await rig.sql`update waba_accounts set status = 'CONNECTED', status_at = null`;
  // As a version wrote it that did not act on bans: kept, and not noted as done.
  await rig.deliver(update({ event: 'SOMETHING_NEW' }, 9_001));
  const letter = await rig.newestLetter();
  expect(letter).toMatchObject({ kind: 'webhook_account', cause: 'kept' });
  const [key] = await rig.sql<
    { key: string }[]
  >`delete from private.processed_keys where key like '%account:%' returning key`;
  const content = key!.key.split(' account ')[1]!;
  await rig.sql`
    update private.dead_letters set reference = ${rig.sql.json({ field: 'account_update', content })}, webhook_event_id = ${delivery}
    where id = ${letter.id}`;
  await rig.request(letter.id);
  await rig.replayAll();
  expect(await status()).toBe('DISABLED');
  expect(await rig.letter(letter.id)).toMatchObject({ state: 'replayed' });
});

describe('a number', () => {
  it('has the quality and the name that Meta reports', async () => {
    const phone = { display_phone_number: '15550100001' };
    await rig.deliver(
      update({ ...phone, event: 'FLAGGED', current_limit: 'TIER_1K' }, 10_000, 'phone_number_quality_update'),
    );
    await rig.deliver(
      update(
        { ...phone, decision: 'APPROVED', requested_verified_name: 'Bikes' },
        10_001,
        'phone_number_name_update',
      ),
    );
    const [number] = await rig.sql`
      select quality_rating, messaging_limit, verified_name from phone_numbers where id = ${demo.phoneNumberId}`;
    expect(number).toEqual({ quality_rating: 'RED', messaging_limit: 'TIER_1K', verified_name: 'Bikes' });
  });
});

/** @param second by which Meta says it */
function update(value: object, second: number, field = 'account_update'): string {
  const time = 1_700_000_000 + second;
  const own = field === 'account_update' ? { event: 'DISABLED_UPDATE', ...value } : value;
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: demo.metaWabaId, time, changes: [{ field, value: own }] }],
  });
}

async function status(): Promise<string> {
  const [row] = await rig.sql<
    { status: string }[]
  >`select status from waba_accounts where id = ${demo.wabaAccountId}`;
  return row!.status;
}

async function letters(): Promise<number> {
  return (await rig.sql`select from private.dead_letters`).length;
}
