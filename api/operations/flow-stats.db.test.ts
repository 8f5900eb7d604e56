import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edgesFrom, sampleNode } from '../../core/flow/samples/build.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { greeting } from '../testing/paths.ts';
import { createTestApi, type CallInput, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let org: string;
let flow: string;
const versions: string[] = [];
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  org = api.ours.id;
  const draft = {
    ...greeting,
    nodes: { ...greeting.nodes, booked: sampleNode('goal', 0, 0, { name: 'Booked' }) },
    edges: edgesFrom([
      ['start', 'next', 'greet'],
      ['greet', 'next', 'booked'],
    ]),
  };
  const created = await api.call('createFlow', {
    token: api.ours.users.admin.token,
    params: { org },
    body: { name: 'Counted', draft },
  });
  flow = created.id;
  for (const number of [1, 2]) {
    const id = randomUUID();
    await api.database.sql`
      insert into public.flow_versions (id, org_id, flow_id, number, doc, hash)
      values (${id}, ${org}, ${flow}, ${number}, ${api.database.sql.json(draft as never)}, 'x')`;
    versions.push(id);
  }
});
afterAll(() => api.close());

/** Node, port, seconds after the beginning, problem. */
type Step = [nodeId: string, port: string | null, seconds: number, problem?: string];

async function run(
  { version = 1, status = 'completed', outcome = null as string | null, at = '2026-05-03T10:00:00Z' },
  steps: Step[],
): Promise<void> {
  const { sql } = api.database;
  const id = randomUUID();
  const isOver = ['completed', 'exited', 'failed'].includes(status);
  await sql`
    insert into public.flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id, state, workflow_id,
      status, outcome, started_at, ended_at, current_node_id)
    values (${id}, ${org}, ${flow}, ${versions[version - 1]!}, ${api.ours.contactId}, ${api.ours.conversationId}, 'start', '{}', ${id},
      ${status}, ${outcome}, ${at}, ${isOver ? at : null}, ${isOver ? null : steps.at(-1)![0]})`;
  for (const [n, [nodeId, port, seconds, problem = null]] of steps.entries())
    await sql`
      insert into public.flow_run_steps (run_id, n, org_id, seq, node_id, node_type, port, problem, at)
      values (${id}, ${n}, ${org}, ${n}, ${nodeId}, ${nodeId === 'booked' ? 'goal' : 'ask'}, ${port}, ${problem},
        ${at}::text::timestamptz + make_interval(secs => ${seconds}))`;
}

const may = { from: '2026-05-01', to: '2026-05-31' };
const stats = (query: CallInput['query'] = may) =>
  api.call('getFlowStats', { token: api.ours.users.viewer.token, params: { org, flow }, query });

describe('getFlowStats', () => {
  it('knows of no runs', async () => {
    expect(await stats()).toMatchObject({ runs: { started: 0 }, countedRuns: 0, nodes: [], goals: [] });
  });

  it('counts visits once, however often a step that waits is written, with the ports by which they left', async () => {
    await run({ outcome: 'booked' }, [
      ['greet', 'next', 0],
      ['ask', null, 0],
      ['ask', 'answered', 60],
      ['ask', null, 60],
      ['ask', 'timeout', 160],
      ['booked', 'next', 160],
    ]);
    await run({ status: 'waiting' }, [
      ['greet', 'next', 0],
      ['ask', null, 0],
    ]);
    await run({ status: 'exited', outcome: 'replied', version: 2 }, [
      ['greet', 'failed', 5, 'window_closed'],
      ['ask', null, 10],
    ]);
    const answer = await stats();
    expect(answer.runs).toEqual({
      ...{ started: 3, running: 0, waiting: 1, needsAttention: 0, completed: 1, exited: 1, failed: 0 },
    });
    expect(answer.outcomes).toEqual([
      { status: 'completed', outcome: 'booked', count: 1 },
      { status: 'exited', outcome: 'replied', count: 1 },
    ]);
    const byId = Object.fromEntries(answer.nodes.map(({ nodeId, ...node }) => [nodeId, node]));
    expect(byId.greet).toEqual({
      ...{ visits: 3, runs: 3, ports: { next: 2, failed: 1 }, problems: { window_closed: 1 }, here: 0 },
      ...{ endedHere: { completed: 0, exited: 0, failed: 0 }, medianSeconds: 0 },
    });
    expect(byId.ask).toEqual({
      ...{ visits: 4, runs: 3, ports: { answered: 1, timeout: 1 }, problems: {}, here: 1 },
      ...{ endedHere: { completed: 0, exited: 1, failed: 0 }, medianSeconds: 80 },
    });
    expect(byId.booked).toMatchObject({ endedHere: { completed: 1 }, medianSeconds: null });
    expect(answer.goals).toEqual([{ name: 'Booked', runs: 1 }]);
    expect(answer.countedRuns).toBe(3);
  });

  it('takes one version, and the days on which runs began', async () => {
    expect((await stats({ ...may, version: 2 })).runs).toMatchObject({ started: 1, exited: 1 });
    expect((await stats({ from: '2026-05-04', to: '2026-05-31' })).runs.started).toBe(0);
    await api.refused('getFlowStats', 404, {
      token: api.ours.users.viewer.token,
      params: { org, flow },
      query: { version: 9 },
    });
  });

  it('counts a step that calls a subflow once, around the steps of the subflow', async () => {
    await run({ at: '2026-06-01T10:00:00Z' }, [
      ['call', null, 0],
      ['call/ask', null, 0],
      ['call/ask', 'answered', 50],
      ['call', 'completed', 50],
    ]);
    const { nodes } = await stats({ from: '2026-06-01', to: '2026-06-01' });
    expect(nodes.map(({ nodeId, visits, ports }) => [nodeId, visits, ports])).toEqual([
      ['call', 1, { completed: 1 }],
      ['call/ask', 1, { answered: 1 }],
    ]);
    expect(nodes[0]!.endedHere.completed).toBe(1);
  });

  it('leaves runs whose steps are forgotten out of the steps alone', async () => {
    await api.database.sql`delete from public.flow_run_steps where org_id = ${org} and node_id like 'call%'`;
    const answer = await stats({ from: '2026-06-01', to: '2026-06-01' });
    expect(answer).toMatchObject({ runs: { completed: 1 }, countedRuns: 0, nodes: [] });
  });

  it('is refused for a flow of somebody else', async () => {
    await api.refused('getFlowStats', 404, {
      token: api.theirs.users.owner.token,
      params: { org: api.theirs.id, flow },
    });
  });
});
