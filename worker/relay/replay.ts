/**
 * Replays dead letters that somebody asked for. An item of a delivery goes through the relay's ordinary path, alone, out of the stored
 * delivery: what has been done meanwhile is not done twice, because everything that keeps repeated deliveries from doing so is in its
 * way, too. A letter is claimed, applied and settled in one transaction, so whoever dies in between leaves it asked for.
 */
import { parseBody } from '../../core/whatsapp/inbound/json.ts';
import { itemKey } from '../../core/whatsapp/inbound/keys.ts';
import { parseWebhook } from '../../core/whatsapp/inbound/parse-webhook.ts';
import type { WebhookItem } from '../../core/whatsapp/inbound/types.ts';
import type { Tx } from '../../platform/db/pool.ts';
import type { WorkerContext } from '../context.ts';
import { writeOutbox, type OutboxMessage, type OutboxRow } from '../dispatcher/outbox.ts';
import { applyItemsAlone } from './apply-alone.ts';
import { orgOf, type ItemOrigin } from './apply-item.ts';
import { asKept, fingerprintOf } from './dead-letters.ts';
import { isTransient, stableCode } from './failures.ts';
import type { Assets, ReadAssets } from './numbers.ts';

/** Letters in one pass: people's messages wait no longer than it takes. */
const PASS = 20;

interface Letter {
  id: number;
  orgId: string | null;
  kind: string;
  cause: string;
  reference: Record<string, unknown>;
  obstacle: 'erased' | 'expired' | 'not_in_delivery' | 'repeats' | null;
  /** Of letters of deliveries, while it is there. */
  eventId: number | null;
  appKey: string;
  arrivedAt: Date;
  body: Buffer;
}

type Replayer = Pick<WorkerContext, 'sql' | 'log' | 'dispatchSoon'>;

/**
 * Replays some of the letters whose deliveries are on these lanes, and of those without a delivery; whoever asked first comes first.
 * @returns whether there is probably more
 * @throws when the database can't be reached
 */
export async function replayLetters(
  context: Replayer,
  readAssets: ReadAssets,
  lanes: number[],
): Promise<boolean> {
  for (let n = 0; n < PASS; n += 1) {
    if (!(await replayNext(context, readAssets, lanes))) return false;
  }
  return true;
}

/** @returns false when there is none, or when something failed that passes by itself */
async function replayNext(context: Replayer, readAssets: ReadAssets, lanes: number[]): Promise<boolean> {
  const { sql, log } = context;
  let letter: Letter | null = null;
  try {
    const rows = await sql.begin(async (tx): Promise<OutboxRow[]> => {
      letter = await claim(tx, lanes);
      if (letter === null) return [];
      // As done: what fails again on its way opens its letter, which is this one.
      await tx`
        update private.dead_letters set state = 'replayed', replayed_at = now(), settled_at = now(), requested_at = null
        where id = ${letter.id}`;
      return writeOutbox(tx, await replay(tx, context, await readAssets({ isFresh: true }), letter));
    });
    context.dispatchSoon(rows);
    return letter !== null;
  } catch (error) {
    const failed = letter as Letter | null;
    if (failed === null) throw error;
    log.error({ err: error, deadLetterId: failed.id }, 'a dead letter could not be replayed');
    if (isTransient(error)) {
      await sql`
        update private.dead_letters set requested_at = clock_timestamp() where id = ${failed.id} and state = 'requested'`;
      return false;
    }
    await sql.begin((tx) => open(tx, failed, stableCode(error)));
    return true;
  }
}

async function claim(tx: Tx, lanes: number[]): Promise<Letter | null> {
  const [letter] = await tx<Letter[]>`
    select d.id, d.org_id as "orgId", d.kind, d.cause, d.reference, private.obstacle_of_letter(d) as obstacle,
      e.id as "eventId", e.app_key as "appKey", e.received_at as "arrivedAt", e.body
    from private.dead_letters d left join private.webhook_events e on e.id = d.webhook_event_id
    where d.state = 'requested' and (e.lane is null or e.lane = any(${lanes}::smallint[]))
    order by d.requested_at, d.id limit 1 for update of d skip locked`;
  return letter ?? null;
}

async function replay(tx: Tx, { log }: Replayer, assets: Assets, letter: Letter): Promise<OutboxMessage[]> {
  if (letter.obstacle === 'repeats') return open(tx, letter, letter.cause);
  if (letter.obstacle !== null) return giveUp(tx, letter, letter.obstacle);
  if (letter.kind === 'outbox') {
    const { topic, key, payload } = letter.reference;
    return [{ topic, key, payload } as OutboxMessage];
  }
  if (letter.kind === 'contact_event') {
    // Nothing of the event was done: it goes to the router once more.
    await tx`update contact_events set routed_at = null where id = ${letter.reference.contactEventId as number}`;
    return [];
  }
  return replayItems(tx, log, assets, letter);
}

async function replayItems(
  tx: Tx,
  log: Replayer['log'],
  assets: Assets,
  letter: Letter,
): Promise<OutboxMessage[]> {
  const origin: ItemOrigin = {
    eventId: letter.eventId!,
    appKey: letter.appKey,
    arrivedAt: letter.arrivedAt,
  };
  const body = parseBody(letter.body);
  const items = itemsOf(letter, body === undefined ? [] : parseWebhook(body, letter.arrivedAt));
  if (items.length === 0) return giveUp(tx, letter, 'not_in_delivery');
  // NOTE: a number may be another organisation's by now; what came while it was this one's is not theirs.
  if (items.some((item) => orgOf(assets, item, origin) !== letter.orgId))
    return open(tx, letter, 'not_connected');
  const wakes = await applyItemsAlone(tx, log, assets, items, origin);
  const [delivery] =
    await tx`select 1 from private.webhook_events where id = ${letter.eventId} and erased_at is not null`;
  return delivery ? giveUp(tx, letter, 'erased') : wakes;
}

/** The items of the delivery that a letter is about: nearly always one. */
function itemsOf({ kind, reference }: Letter, items: WebhookItem[]): WebhookItem[] {
  const { content, item: fingerprint, wamid, status, field } = reference;
  if (typeof content === 'string') {
    const same = items.filter((item) => keyOf(item) === content);
    // What was of no kind once may be of one that is understood today.
    return same.length > 0 ? same : items.filter((item) => withoutKind(keyOf(item)) === withoutKind(content));
  }
  const ofKind = items.filter((item) => `webhook_${item.kind}` === kind);
  if (fingerprint !== undefined) return ofKind.filter((item) => fingerprintOf(item) === fingerprint);
  if (kind === 'webhook_status')
    return ofKind.filter(
      (item) => item.kind === 'status' && asKept(item.wamid) === wamid && asKept(item.status) === status,
    );
  // Written before letters named their item.
  return ofKind.filter((item) => item.field === field);
}

const keyOf = (item: WebhookItem) => asKept(itemKey(item));
const withoutKind = (content: string) => content.slice(content.indexOf(':'));

async function giveUp(tx: Tx, { id }: Letter, reason: string): Promise<[]> {
  await tx`
    update private.dead_letters set state = 'impossible', reason = ${reason}, replayed_at = null, requested_at = null, settled_at = now()
    where id = ${id}`;
  return [];
}

/** It failed once more. */
async function open(tx: Tx, { id }: Letter, cause: string): Promise<[]> {
  await tx`
    update private.dead_letters set state = 'open', cause = ${cause}, attempts = attempts + 1, last_failed_at = now(), replayed_at = null,
      requested_at = null, settled_at = null
    where id = ${id} and state in ('requested', 'replayed')`;
  return [];
}
