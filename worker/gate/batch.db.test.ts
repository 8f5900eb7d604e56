/** Batches through the gate: on a real database, with a simulator that refuses, waits and forgets as Meta does. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';
import { TEST_MASTER_KEY } from '../../local/testing/provided.ts';
import { queuedMessages, sampleTemplate, type Queued } from '../../local/testing/queued.ts';
import { statusWebhook } from '../../local/testing/webhooks.ts';
import { sealSecret, secretContext } from '../../platform/secrets/envelope.ts';
import { createSuppressionKeys, suppressionHash } from '../../platform/secrets/suppression.ts';
import { demo } from '../../platform/seed/demo.ts';

const DAY_MS = 24 * 3_600_000;

let world: FlowWorld;
let messages: ReturnType<typeof queuedMessages>;
beforeAll(async () => {
  world = await startFlowWorld();
  messages = queuedMessages(world);
});
afterAll(() => world?.stop());
beforeEach(async () => {
  await world.rig.simulator.removeFaults();
  await messages.budget(1_000, { rate: 1_000, burst: 1_000 });
});

const idsOf = (queued: readonly Queued[]) => queued.map(({ id }) => id);
const send = (queued: readonly Queued[], options?: { leaveShare?: number }) =>
  world.rig.gate.sendMessages(idsOf(queued), new Date(), options);
const faultFor = ({ person }: Queued, action: Record<string, unknown>) =>
  world.rig.simulator.addFault({ match: { to: person.number }, times: 1, action });

describe('a batch', () => {
  it('goes out whole, each message once', async () => {
    const queued = await messages.queueSeveral(50);
    const results = await send(queued);
    expect([...results.keys()]).toEqual(idsOf(queued));
    expect(new Set([...results.values()].map(statusOf))).toEqual(new Set(['sent']));
    const rows = await Promise.all(queued.map(messages.rowOf));
    expect(new Set(rows.map(({ wamid }) => wamid)).size).toBe(50);
    expect(rows.every(({ attempt, lease_until }) => attempt === 1 && lease_until === null)).toBe(true);
    expect(await Promise.all(queued.map(messages.postsTo))).toEqual(queued.map(() => 1));
  });

  it('of nobody is no work', async () => {
    expect(await send([])).toEqual(new Map());
  });

  it('answers for a message that is named twice and for one that was erased', async () => {
    const [one] = await messages.queueSeveral(1);
    const erased = randomUUID();
    const results = await world.rig.gate.sendMessages([one!.id, erased, one!.id], new Date());
    expect(results.get(one!.id)).toMatchObject({ status: 'sent' });
    expect(results.get(erased)).toMatchObject({ status: 'gone', error: { code: 'gone' } });
    expect(await messages.postsTo(one!)).toBe(1);
  });

  it('that is sent once more answers the same and posts nothing', async () => {
    const queued = await messages.queueSeveral(3);
    const first = await send(queued);
    expect(await send(queued)).toEqual(first);
    expect(await Promise.all(queued.map(messages.postsTo))).toEqual([1, 1, 1]);
  });
});

describe('budget', () => {
  it('for a part of a batch goes to the first ones; the others stay queued and hear when there is some', async () => {
    const queued = await messages.queueSeveral(6);
    await messages.budget(3.5, { rate: 0.05 });
    const results = await send(queued);
    expect(await messages.statusesOf(queued)).toEqual(['sent', 'sent', 'sent', 'queued', 'queued', 'queued']);
    const waits = idsOf(queued.slice(3)).map((id) => results.get(id));
    // Half a token is there: 10 seconds, and 20 for each one more; less what has come in the meantime.
    waits.forEach((wait, i) => {
      if (wait?.kind !== 'deferred') throw new Error('not deferred');
      expect(wait.error).toBeUndefined();
      expect(wait.retryInMs).toBeLessThanOrEqual(10_000 + i * 20_000);
      expect(wait.retryInMs).toBeGreaterThan(i * 20_000);
    });
    expect((await messages.rowOf(queued[5]!)).attempt).toBe(0);
  });

  it('leaves a share of the bucket to others', async () => {
    await messages.budget(10, { burst: 10 });
    const queued = await messages.queueSeveral(10);
    await send(queued, { leaveShare: 0.2 });
    expect((await messages.statusesOf(queued)).filter((status) => status === 'sent')).toHaveLength(8);
    const [answer, another, tooMany] = await messages.queueSeveral(3);
    for (const one of [answer!, another!]) {
      expect(await world.rig.gate.sendMessage(one.id, new Date())).toMatchObject({ status: 'sent' });
    }
    expect(await world.rig.gate.sendMessage(tooMany!.id, new Date())).toMatchObject({ kind: 'deferred' });
  });

  it('is never all left to others, however small the bucket', async () => {
    await messages.budget(1, { burst: 1 });
    const [one] = await messages.queueSeveral(1);
    expect(statusOf((await send([one!], { leaveShare: 0.5 })).get(one!.id))).toBe('sent');
  });

  it('is made for a number that has none yet', async () => {
    await world.database.sql`delete from private.rate_buckets where phone_number_id = ${demo.phoneNumberId}`;
    const queued = await messages.queueSeveral(2);
    const kinds = [...(await send(queued)).values()].map(({ kind }) => kind);
    expect(kinds).toEqual(['deferred', 'deferred']);
    await send(queued);
    expect(await messages.statusesOf(queued)).toEqual(['sent', 'sent']);
  });

  it('of one number is no matter of another organisation’s', async () => {
    const other = await otherNumber({ hasToken: true });
    const [ours, theirs] = [await messages.queue(), await messages.queue({ number: other })];
    await messages.budget(0);
    await send([ours, theirs]);
    expect(await messages.statusesOf([ours, theirs])).toEqual(['queued', 'sent']);
    const { items } = await world.rig.simulator.outbound({ to: theirs.person.number });
    expect(items).toMatchObject([{ metaPhoneNumberId: other.metaPhoneNumberId }]);
  });

  it('is not spent on messages that don’t go out', async () => {
    await messages.budget(5);
    const queued = await messages.queueSeveral(2);
    await suppress(queued[0]!);
    await send(queued);
    expect(await messages.tokensLeft()).toBeGreaterThanOrEqual(4);
  });
});

describe('batches that race', () => {
  it('for the same messages, in whatever order, post each once and pay once', async () => {
    await messages.budget(100);
    const queued = await messages.queueSeveral(20);
    const orders = [queued, queued.toReversed(), [...queued.slice(10), ...queued.slice(0, 10)]];
    const results = await Promise.all(orders.map((order) => send(order)));
    expect(await Promise.all(queued.map(messages.postsTo))).toEqual(queued.map(() => 1));
    expect(new Set(await messages.statusesOf(queued))).toEqual(new Set(['sent']));
    for (const { id } of queued) {
      const kinds = results.map((batch) => batch.get(id)!.kind);
      expect(kinds).toContain('settled');
    }
    expect(await messages.tokensLeft()).toBeCloseTo(80, 0);
  });

  it('for one bucket never take more than it has', async () => {
    for (let round = 0; round < 5; round += 1) {
      const queued = await messages.queueSeveral(32);
      await messages.budget(12);
      const parts = Array.from({ length: 8 }, (_, i) => queued.slice(i * 4, i * 4 + 4));
      await Promise.all(parts.map((part) => send(part)));
      expect((await messages.statusesOf(queued)).filter((status) => status === 'sent')).toHaveLength(12);
      expect(await messages.tokensLeft()).toBeGreaterThanOrEqual(0);
    }
  });

  it('with single sends of the same messages post each once', async () => {
    const queued = await messages.queueSeveral(10);
    await Promise.all([
      send(queued),
      ...queued.toReversed().map(({ id }) => world.rig.gate.sendMessage(id, new Date())),
    ]);
    expect(await Promise.all(queued.map(messages.postsTo))).toEqual(queued.map(() => 1));
  });

  it('with reports about the same messages write both', async () => {
    for (let round = 0; round < 5; round += 1) {
      const queued = await messages.queueSeveral(30);
      const ofAll = queued.toReversed().map(({ id, person }) => ({
        ...{ wamid: `wamid.race-${id}`, status: 'delivered', to: person.number, callbackData: id },
      }));
      await Promise.all([
        send(queued),
        ...[0, 1, 2].map((n) => world.rig.receive(statusWebhook(n % 2 ? ofAll : ofAll.toReversed()))),
      ]);
      expect(new Set(await messages.statusesOf(queued))).toEqual(new Set(['delivered']));
    }
  });
});

describe('one message of a batch', () => {
  const window = { content: { type: 'text', text: 'Hello' } } as const;
  const bad: Record<string, { make: () => Promise<Queued>; status: string; code: string | null }> = {
    'without a number': {
      make: async () => {
        const one = await messages.queue();
        await world.database.sql`delete from contact_identities where contact_id = ${one.contactId}`;
        return one;
      },
      ...{ status: 'failed', code: 'no_recipient' },
    },
    'on the list of suppressions': {
      make: async () => {
        const one = await messages.queue();
        await suppress(one);
        return one;
      },
      ...{ status: 'failed', code: 'suppressed' },
    },
    'of an account without a token': {
      make: async () => messages.queue({ number: await otherNumber({ hasToken: false }) }),
      ...{ status: 'failed', code: 'no_token' },
    },
    'outside the window': {
      make: () => messages.queue(window),
      ...{ status: 'failed', code: 'window_closed' },
    },
    'outside the window with a template instead': {
      make: () => messages.queue({ ...window, fallback: { content: sampleTemplate, purpose: 'utility' } }),
      ...{ status: 'sent', code: null },
    },
    'without a yes to marketing': {
      make: () => messages.queue({ purpose: 'marketing' }),
      ...{ status: 'failed', code: 'consent_missing' },
    },
    'with content that nobody can read': {
      make: () => messages.queue({ content: { ...sampleTemplate, buttons: 'none' } as never }),
      ...{ status: 'queued', code: null },
    },
    'that Meta refuses for good': {
      make: () => refusedBy({ status: 400, code: 131026 }),
      ...{ status: 'failed', code: '131026' },
    },
    'that Meta is too busy for': {
      make: () => refusedBy({ status: 500, code: 131016 }),
      ...{ status: 'queued', code: '131016' },
    },
    'whose connection is cut': {
      make: async () => {
        const one = await messages.queue();
        await faultFor(one, { dropBefore: true });
        return one;
      },
      ...{ status: 'unknown', code: expect.any(String) as never },
    },
  };

  it.each(Object.keys(bad))('%s is no matter of the others', async (name) => {
    const { make, status, code } = bad[name]!;
    const [first, one, last] = [await messages.queue(), await make(), await messages.queue()];
    await send([first, one, last]);
    expect(await messages.statusesOf([first, one, last])).toEqual(['sent', status, 'sent']);
    expect((await messages.rowOf(one)).error_code).toEqual(code);
    expect(await messages.postsTo(first)).toBe(1);
    expect(await messages.postsTo(last)).toBe(1);
  });

  it('shows the template that went out instead of its text, and the others what they had', async () => {
    const fallback = { content: sampleTemplate, purpose: 'utility' };
    const [one, other] = [await messages.queue({ ...window, fallback }), await messages.queue()];
    await send([one, other]);
    const rows = await world.database.sql`
      select type, content ->> 'name' as name, fallback, text from messages where id = any(${idsOf([one, other])}::uuid[])`;
    expect([...rows]).toEqual([
      expect.objectContaining({ type: 'template', name: 'thanks_update', fallback: null }),
      expect.objectContaining({ type: 'template', name: 'thanks_update', fallback: null }),
    ]);
  });

  it('that Meta never answers becomes unknown alone, and keeps nobody waiting', async () => {
    const [first, silent, last] = await messages.queueSeveral(3);
    await faultFor(silent!, { timeoutAfterAccept: true });
    const sending = send([first!, silent!, last!]);
    await expect
      .poll(() => messages.statusesOf([first!, silent!, last!]))
      .toEqual(['sent', 'sending', 'sent']);
    const results = await sending;
    expect(results.get(silent!.id)).toEqual({ kind: 'settled', status: 'unknown', error: null });
    expect(await messages.statusesOf([first!, silent!, last!])).toEqual(['sent', 'unknown', 'sent']);
  });

  it('that was cut off in an earlier batch becomes unknown when its lease has run out, and not before', async () => {
    const [cutOff, underway, fresh] = await messages.queueSeveral(3);
    for (const [one, seconds] of [[cutOff!, -1] as const, [underway!, 20] as const]) {
      await world.database.sql`
        update messages set status = 'sending', status_rank = 10, attempt = 1,
          lease_until = clock_timestamp() + make_interval(secs => ${seconds}) where id = ${one.id}`;
    }
    const results = await send([cutOff!, underway!, fresh!]);
    expect(await messages.statusesOf([cutOff!, underway!, fresh!])).toEqual(['unknown', 'sending', 'sent']);
    expect(results.get(cutOff!.id)).toMatchObject({ status: 'unknown' });
    expect(results.get(underway!.id)).toMatchObject({ kind: 'deferred' });
  });

  async function refusedBy(error: { status: number; code: number }): Promise<Queued> {
    const one = await messages.queue();
    await faultFor(one, { error });
    return one;
  }
});

describe('what Meta said', () => {
  it.each([
    [190, { kind: 'deferred', error: { code: '190', class: 'token' } }],
    [131031, { kind: 'deferred', error: { code: '131031', class: 'account' } }],
    [131049, { kind: 'settled', status: 'failed', error: { code: '131049', class: 'capped' } }],
    [132015, { error: { code: '132015', class: 'template' } }],
  ])('is in the result, with its class: %i', async (code, expected) => {
    const [one] = await messages.queueSeveral(1);
    await faultFor(one!, { error: { status: 400, code } });
    expect((await send([one!])).get(one!.id)).toMatchObject(expected);
  });

  it('is of the same class when the failed message is asked for once more', async () => {
    const [one] = await messages.queueSeveral(1);
    await faultFor(one!, { error: { status: 400, code: 131049 } });
    const first = await send([one!]);
    expect(await send([one!])).toEqual(first);
  });
});

describe('statuses that are faster than the answer', () => {
  it('stay, whether they named the message or only Meta’s id', async () => {
    const queued = await messages.queueSeveral(5);
    for (const one of queued.slice(0, 4)) await faultFor(one, { delayMs: 1_500 });
    const sending = send(queued);
    const wamids = await Promise.all(
      queued.slice(0, 4).map(async ({ id, person }) => {
        const message = await world.rig.simulator.waitForOutbound(({ callbackData }) => callbackData === id, {
          to: person.number,
        });
        return message.wamid;
      }),
    );
    const report = (i: number, status: string, more: object = {}) => ({
      ...{ wamid: wamids[i]!, status, to: queued[i]!.person.number },
      ...more,
    });
    await world.rig.receive(
      statusWebhook([
        report(0, 'delivered', { callbackData: queued[0]!.id }),
        report(1, 'delivered'),
        report(2, 'failed', { errors: [{ code: 131049, title: 'Not now' }] }),
        report(3, 'failed', { callbackData: queued[3]!.id, errors: [{ code: 131026 }] }),
      ]),
    );
    const results = await sending;
    expect(await messages.statusesOf(queued)).toEqual(['delivered', 'delivered', 'failed', 'failed', 'sent']);
    expect(results.get(queued[1]!.id)).toMatchObject({ status: 'sent', error: null });
    expect(results.get(queued[2]!.id)).toMatchObject({
      ...{ status: 'failed', error: { code: '131049', class: 'capped' } },
    });
    expect((await messages.rowOf(queued[3]!)).error_code).toBe('131026');
    const rows = await Promise.all(queued.slice(0, 4).map(messages.rowOf));
    expect(rows.map(({ wamid }) => wamid)).toEqual(wamids);
  });

  it('leave Meta’s id to the row that has it, and the others theirs', async () => {
    const [echoed, other, holder] = await messages.queueSeveral(3);
    await faultFor(echoed!, { delayMs: 1_000 });
    const sending = send([echoed!, other!]);
    const { wamid } = await world.rig.simulator.waitForOutbound(() => true, { to: echoed!.person.number });
    await world.database.sql`update messages set wamid = ${wamid} where id = ${holder!.id}`;
    await sending;
    expect(await messages.rowOf(echoed!)).toMatchObject({ status: 'sent', wamid: null });
    expect((await messages.rowOf(other!)).wamid).not.toBeNull();
  });
});

describe('a message of a campaign', () => {
  it.each([
    ['running', 'sent', null],
    ['paused', 'queued', null],
    ['draft', 'queued', null],
    ['scheduled', 'queued', null],
    ['cancelled', 'failed', 'campaign_cancelled'],
    ['completed', 'failed', 'campaign_cancelled'],
    ['failed', 'failed', 'campaign_cancelled'],
  ])('that is %s is %s', async (campaign, status, code) => {
    const [one, other] = [
      await messages.queue({ campaignId: await campaignThatIs(campaign) }),
      await messages.queue(),
    ];
    const results = await send([one, other]);
    expect(await messages.rowOf(one)).toMatchObject({ status, error_code: code });
    expect(results.get(one.id)!.kind).toBe(status === 'queued' ? 'deferred' : 'settled');
    expect(await messages.statusesOf([other])).toEqual(['sent']);
  });

  it('goes out after a pause that was longer than a message may wait', async () => {
    const campaignId = await campaignThatIs('paused');
    const one = await messages.queue({ campaignId });
    await world.database.sql`
      update messages set created_at = ${new Date(Date.now() - 2 * DAY_MS)} where id = ${one.id}`;
    await send([one]);
    expect(await messages.statusesOf([one])).toEqual(['queued']);
    await world.database.sql`update campaigns set status = 'running' where id = ${campaignId}`;
    await send([one]);
    expect(await messages.statusesOf([one])).toEqual(['sent']);
  });

  async function campaignThatIs(status: string): Promise<string> {
    const [campaign] = await world.database.sql<{ id: string }[]>`
      insert into campaigns (org_id, name, phone_number_id, doc, status)
      values (${demo.orgId}, 'News', ${demo.phoneNumberId}, '{}', ${status}) returning id`;
    return campaign!.id;
  }
});

/** Of an organisation of its own, and at the simulator. */
async function otherNumber({ hasToken }: { hasToken: boolean }) {
  const { sql } = world.database;
  const metaPhoneNumberId = `7${String(Date.now()).slice(-8)}${hasToken ? 1 : 0}`;
  const accessToken = `token-${metaPhoneNumberId}`;
  const [number] = await sql<{ orgId: string; phoneNumberId: string; wabaAccountId: string }[]>`
    with org as (insert into organizations (name, slug) values ('Other', ${`other-${metaPhoneNumberId}`}) returning id),
    account as (
      insert into waba_accounts (org_id, app_key, meta_waba_id, name) select id, ${demo.appKey}, ${`9${metaPhoneNumberId}`}, 'Other' from org
      returning id, org_id
    )
    insert into phone_numbers (org_id, waba_account_id, meta_phone_number_id, display_phone_number, verified_name)
    select org_id, id, ${metaPhoneNumberId}, '+15550009999', 'Other' from account
    returning id as "phoneNumberId", org_id as "orgId", waba_account_id as "wabaAccountId"`;
  const { orgId, phoneNumberId, wabaAccountId } = number!;
  await sql`
    insert into private.rate_buckets (phone_number_id, tokens) values (${phoneNumberId}, 80) on conflict do nothing`;
  await sql`
    insert into templates (org_id, waba_account_id, name, language, category, status, components)
    select ${orgId}, ${wabaAccountId}, name, language, category, status, components from templates where org_id = ${demo.orgId}`;
  if (hasToken) {
    await sql`
      insert into private.channel_credentials (org_id, waba_account_id, kind, envelope)
      values (${orgId}, ${wabaAccountId}, 'access_token', ${sealSecret(TEST_MASTER_KEY, secretContext.accessToken(orgId), accessToken)})`;
    await world.rig.simulator.addNumber({
      metaPhoneNumberId,
      displayPhoneNumber: '+15550009999',
      accessToken,
    });
  }
  return { orgId, phoneNumberId, metaPhoneNumberId };
}

async function suppress({ person }: Queued): Promise<void> {
  const key = await createSuppressionKeys(TEST_MASTER_KEY)(world.sql, demo.orgId);
  await world.sql`
    insert into suppressions (org_id, hash, hint)
    values (${demo.orgId}, decode(${suppressionHash(key, person.number)}, 'hex'), 'x')`;
}

function statusOf(result: { kind: string; status?: string } | undefined): string | undefined {
  return result?.status ?? result?.kind;
}
