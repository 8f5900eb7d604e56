/** What is sent behind a file waits until Meta has shown the file, and not for long. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';
import { untilFileIsSent } from './after-media.ts';

/** Well below the time that it waits at most, well above what a query takes on a busy machine. */
const SOON_MS = 1_500;

let world: FlowWorld;
let messageId: string;
beforeAll(async () => {
  world = await startFlowWorld();
});
afterAll(() => world?.stop());
beforeEach(async () => {
  const person = world.someone();
  await world.says(person, 'a question');
  const { conversationId } = await world.contactOf(person);
  const [row] = await world.database.sql<{ id: string }[]>`
    insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, status, status_rank,
      source, purpose, created_at)
    select gen_random_uuid(), org_id, conversation_id, contact_id, phone_number_id, 'outbound', 'media', '{"type":"media"}', 'sent', 30,
      'agent', 'utility', now()
    from messages where conversation_id = ${conversationId} limit 1 returning id`;
  messageId = row!.id;
});

describe('what comes behind a file', () => {
  it.each(['media', 'carousel'])('waits until Meta reports the files of a %s as sent', async (type) => {
    await world.database.sql`update messages set type = ${type} where id = ${messageId}`;
    let isOver = false;
    const waiting = untilFileIsSent(world.sql, messageId).then(() => (isOver = true));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(isOver).toBe(false);
    await world.database.sql`update messages set sent_at = now() where id = ${messageId}`;
    expect(await elapsedMs(() => waiting)).toBeLessThan(SOON_MS);
  });

  it.each([
    ['text', 'a text', `type = 'text'`],
    ['failed', 'a file that failed', `status = 'failed', status_rank = 40, failed_at = now()`],
    ['queued', 'a file that waits itself', `status = 'queued', status_rank = 0`],
    ['delivered', 'a file that arrived', `status = 'delivered', status_rank = 50`],
  ])('%s: doesn’t wait behind %s', async (_status, _name, change) => {
    await world.database.sql.unsafe(`update messages set ${change} where id = $1`, [messageId]);
    expect(await elapsedMs(() => untilFileIsSent(world.sql, messageId))).toBeLessThan(SOON_MS);
  });

  it('goes on after 3 seconds when Meta reports nothing', async () => {
    const ms = await elapsedMs(() => untilFileIsSent(world.sql, messageId));
    expect(ms).toBeGreaterThan(2_900);
    expect(ms).toBeLessThan(3_000 + SOON_MS);
  });

  it('goes on when the message was erased', async () => {
    await world.database.sql`delete from messages where id = ${messageId}`;
    expect(await elapsedMs(() => untilFileIsSent(world.sql, messageId))).toBeLessThan(SOON_MS);
  });
});

async function elapsedMs(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
