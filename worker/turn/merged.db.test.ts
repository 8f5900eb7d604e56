/** Turns of runs whose contact becomes another one in the middle. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keyword, node, question, startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';
import { waitUntil } from '../../local/process/wait.ts';
import { demo } from '../../platform/seed/demo.ts';

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
  await world.publish(
    'Asks',
    {
      start: keyword('ask'),
      what: question(),
      thanks: node('send-text', { text: 'Thanks, {{ answers.a }}' }),
    },
    [
      ['start', 'next', 'what'],
      ['what', 'valid', 'thanks'],
    ],
  );
});
afterAll(() => world?.stop());

it('a turn that waits for the thread while it is merged away goes on in the other one', async () => {
  const [stays, goes] = [world.someone(), world.someone()];
  await world.says(stays, 'nothing that starts a flow');
  const [runId] = await world.says(goes, 'ask');
  await world.makeTurn(runId!, 1);
  await world.says(goes, 'an answer');
  const into = await world.contactOf(stays);
  const from = await world.contactOf(goes);

  let turn: ReturnType<FlowWorld['makeTurn']> | undefined;
  await world.database.sql.begin(async (tx) => {
    await tx`select private.merge_contacts(${demo.orgId}, ${into.id}, ${from.id}, 'people', 'system')`;
    turn = world.makeTurn(runId!, 2);
    await waitUntil(
      async () => {
        const waiting = await tx`
          select 1 from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.query like '%from conversations where id%for update%'`;
        return waiting.length > 0;
      },
      { timeoutMs: 10_000, what: 'the turn to wait for the conversation' },
    );
  });
  expect((await turn!).kind).toBe('ended');
  const [run] =
    await world.sql`select contact_id, conversation_id, status from flow_runs where id = ${runId!}`;
  expect(run).toEqual({ contact_id: into.id, conversation_id: into.conversationId, status: 'completed' });
  const sent = await world.sql<{ text: string; conversation_id: string; status: string }[]>`
    select text, conversation_id, status from messages where flow_run_id = ${runId!} order by ordinal`;
  expect(sent.map(({ text, status }) => [text, status])).toEqual([
    ['What?', 'sent'],
    ['Thanks, an answer', 'sent'],
  ]);
  expect(new Set(sent.map((message) => message.conversation_id))).toEqual(new Set([into.conversationId]));
  // The answer goes to the number that the question was answered from.
  const posts = await world.rig.simulator.outbound({ to: goes.number, limit: 10 });
  expect(posts.items).toHaveLength(2);
});
