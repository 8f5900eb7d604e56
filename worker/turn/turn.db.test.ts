/** Turns on a real Postgres with the gate's POSTs going to a real simulator; Temporal is played by the test. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTurnRig, type TurnRig } from '../../local/testing/turns.ts';
import { textWebhook } from '../../local/testing/webhooks.ts';
import type { TurnResult } from '../../workflows/contract.ts';

let rig: TurnRig;
let sql: TurnRig['sql'];
let turn: TurnRig['turn'];
let serial = 0;

beforeAll(async () => {
  rig = await startTurnRig();
  ({ sql, turn } = rig);
});
afterAll(() => rig?.stop());

describe('a turn that runs twice', () => {
  it('sends once when two copies run side by side', async () => {
    const { runId, number } = await startedRun();
    const input = { runId, turn: 1, now: new Date().toISOString() };
    const results = await Promise.all([turn(input), turn(input)]);
    // The other one is told to look again, or, when it came late, the finished answer.
    expect(results.map(({ kind }) => kind)).toContain('wait');
    expect(await postsTo(number)).toBe(1);
    const [run] = await sql`select seq, status from flow_runs where id = ${runId}`;
    expect(run).toMatchObject({ seq: 1, status: 'waiting' });
  });

  it('answers the same again when it was finished before', async () => {
    const { runId, number } = await startedRun();
    const input = { runId, turn: 1, now: new Date().toISOString() };
    const first = await turn(input);
    expect(await turn(input)).toEqual(first);
    expect(await postsTo(number)).toBe(1);
  });

  it('goes on after a copy that was cut off between its commit and its POST', async () => {
    const { runId, number } = await startedRun();
    // What a process leaves behind that died right after the first transaction of its turn.
    await turn({ runId, turn: 1, now: new Date().toISOString() });
    await sql`
      update messages set status = 'queued', status_rank = 0, wamid = null where flow_run_id = ${runId}`;
    await sql`
      update flow_runs set state = jsonb_set(state, '{wait}', '{"kind":"send","nodeId":"greet","ordinal":1}'),
        turn_result = '{"kind":"again","turn":1,"place":{"stage":"sending","nodeId":"greet","words":""}}' where id = ${runId}`;
    const again = await turn({ runId, turn: 1, now: new Date().toISOString() });
    expect(again).toMatchObject({ kind: 'again', turn: 1 });
    const next = await turn({ runId, turn: 2, now: new Date().toISOString() });
    expect(next.kind).toBe('wait');
    expect(await postsTo(number)).toBe(2); // the one before the made-up crash, and this one
  });

  it('tells a workflow that was started anew where to go on counting', async () => {
    const { runId } = await startedRun();
    await turn({ runId, turn: 1, now: new Date().toISOString() });
    await turn({ runId, turn: 2, now: new Date().toISOString() });
    expect(await turn({ runId, turn: 1, now: new Date().toISOString() })).toMatchObject({
      kind: 'again',
      turn: 2,
    });
  });
});

describe('the clock of a run', () => {
  it('makes a deadline due by the time that is passed in, not by the time of day', async () => {
    const { runId } = await startedRun();
    const start = new Date();
    const waiting = (await turn({ runId, turn: 1, now: start.toISOString() })) as Extract<
      TurnResult,
      { kind: 'wait' }
    >;
    expect(waiting.wakeAt).toBe(new Date(start.getTime() + 30 * 60_000).toISOString());
    const early = await turn({ runId, turn: 2, now: new Date(start.getTime() + 29 * 60_000).toISOString() });
    expect(early).toMatchObject({ kind: 'wait', wakeAt: waiting.wakeAt });
    await turn({ runId, turn: 3, now: new Date(start.getTime() + 31 * 60_000).toISOString() });
    const [run] = await sql`select current_node_id from flow_runs where id = ${runId}`;
    expect(run!.current_node_id).toBe('nudge');
  });
});

describe('a run that is gone', () => {
  it('ends its workflow', async () => {
    const result = await turn({
      runId: '00000000-0000-4000-8000-000000000000',
      turn: 1,
      now: new Date().toISOString(),
    });
    expect(result).toMatchObject({ kind: 'ended', outcome: 'gone' });
  });
});

async function startedRun() {
  serial += 1;
  const number = `1555111${String(serial).padStart(4, '0')}`;
  const body = textWebhook({
    from: number,
    wamid: `wamid.turn-${serial}`,
    text: 'hi',
    name: `Person ${serial}`,
  });
  const rows = await rig.receive(body);
  const runId = rows.find(({ topic }) => topic === 'flowRun')!.key;
  return { runId, number };
}

async function postsTo(number: string): Promise<number> {
  return (await rig.simulator.outbound({ to: number, limit: 100 })).items.length;
}
