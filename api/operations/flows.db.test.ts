import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FLOW_SCHEMA_VERSION, type FlowDoc } from '../../core/flow/document.ts';
import { newNode } from '../../core/flow/nodes/registry.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { greeting } from '../testing/greeting.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let admin: string;
let org: string;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  admin = api.ours.users.admin.token;
  org = api.ours.id;
});
afterAll(() => api.close());

const create = (name: string, draft?: Record<string, unknown>) =>
  api.call('createFlow', { token: admin, params: { org }, body: { name, draft } });
const save = (flow: string, body: Record<string, unknown>) =>
  api.call('saveFlowDraft', { token: admin, params: { org, flow }, body });
const publish = (flow: string, draftRev: number) =>
  api.call('publishFlow', { token: admin, params: { org, flow }, body: { draftRev, note: 'first' } });

describe('createFlow', () => {
  it('makes an empty draft that lacks a trigger', async () => {
    const flow = await create('Empty');
    expect(flow).toMatchObject({
      name: 'Empty',
      status: 'draft',
      draftRev: 1,
      publishedVersion: null,
      hasUnpublishedChanges: true,
      runs: { active: 0, startedLast7Days: 0, completedLast7Days: 0 },
    });
    expect(flow.problems.errors).toBeGreaterThan(0);
  });

  it('takes a document', async () => {
    const flow = await create('Greeting', greeting('create'));
    expect(flow.draft).toEqual(greeting('create'));
    expect(flow.problems.errors).toBe(0);
    expect(flow.triggerSummary).toContain('create');
  });

  it('stores a document of an older version in today’s shape', async () => {
    const draft = {
      ...greeting('older'),
      schemaVersion: 1,
      rules: { reentry: 'once', priority: 5, exitOnReply: true },
    };
    const flow = await create('Older', draft);
    expect(flow.draft).toMatchObject({
      schemaVersion: FLOW_SCHEMA_VERSION,
      rules: { reentry: { kind: 'once' }, priority: 5, exitOn: { reply: true } },
    });
  });

  it('refuses what is no flow and says where', async () => {
    const draft = greeting('x');
    Object.assign(draft.nodes.send!, { type: 'teleport' });
    const body = { name: 'Broken', draft };
    const problem = await api.refused('createFlow', 422, { token: admin, params: { org }, body });
    expect(problem.code).toBe('flow_unreadable');
    expect(problem.problems).toMatchObject([{ nodeId: 'send', severity: 'error' }]);
  });
});

describe('a flow that is too large', () => {
  it('of 501 steps is refused with the number that is possible', async () => {
    const draft = greeting('many');
    const more = Array.from({ length: 499 }, (_, i) => [`step${i}`, newNode('send-text', { x: 0, y: 0 })]);
    Object.assign(draft.nodes, Object.fromEntries(more));
    const problem = await refusedDraft(draft);
    expect(problem.detail).toContain('501 steps; at most 500 are possible');
  });

  it('of more than 1 MB is refused with the size that is possible', async () => {
    const draft = greeting('heavy');
    draft.notes = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`note${i}`, { text: 'x'.repeat(4_000), ui: { x: 0, y: 0 } }]),
    );
    const problem = await refusedDraft(draft);
    expect(problem.detail).toContain('at most 1 MB is possible');
  });

  it('is still refused with 413 beyond the limit of every body', async () => {
    const draft = { ...greeting('huge'), notes: { x: 'x'.repeat(1.5 * 1024 * 1024) } };
    const { id, draftRev } = await create('Huge');
    const input = { token: admin, params: { org, flow: id }, body: { draftRev, draft } };
    expect((await api.refused('saveFlowDraft', 413, input)).code).toBe('body_too_large');
  });

  async function refusedDraft(draft: FlowDoc) {
    const { id, draftRev } = await create('Too large');
    const input = { token: admin, params: { org, flow: id }, body: { draftRev, draft } };
    const problem = await api.refused('saveFlowDraft', 422, input);
    expect(problem.code).toBe('flow_unreadable');
    return problem;
  }
});

describe('saveFlowDraft', () => {
  it('raises the revision and keeps name and document', async () => {
    const { id, draftRev } = await create('Save me');
    const saved = await save(id, { draftRev, draft: greeting('save'), name: 'Saved' });
    expect(saved).toMatchObject({ draftRev: draftRev + 1, name: 'Saved', draft: greeting('save') });
    const read = await api.call('getFlow', { token: admin, params: { org, flow: id } });
    expect(read).toEqual(saved);
  });

  it('refuses an old revision and names the newest', async () => {
    const { id, draftRev } = await create('Stale');
    await save(id, { draftRev, draft: greeting('stale') });
    for (const old of [draftRev, 99, 2 ** 40]) {
      const body = { draftRev: old, draft: greeting('other') };
      const problem = await api.refused('saveFlowDraft', 409, {
        token: admin,
        params: { org, flow: id },
        body,
      });
      expect(problem).toMatchObject({ code: 'stale_draft', draftRev: draftRev + 1 });
    }
  });

  it('lets one of two people win who save at once', async () => {
    const { id, draftRev } = await create('Race');
    const input = { token: admin, params: { org, flow: id }, body: { draftRev, draft: greeting('race') } };
    const answers = await Promise.all(Array.from({ length: 6 }, () => api.send('saveFlowDraft', input)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
  });

  it('sees no change in moved nodes', async () => {
    const { id, draftRev } = await create('Moved', greeting('moved'));
    await publish(id, draftRev);
    const draft = greeting('moved');
    draft.nodes.send!.ui = { x: 900, y: 900 };
    expect((await save(id, { draftRev, draft })).hasUnpublishedChanges).toBe(false);
    const changed = await save(id, { draftRev: draftRev + 1, draft: greeting('moved', 'Other words') });
    expect(changed.hasUnpublishedChanges).toBe(true);
  });
});

describe('validateFlow', () => {
  it('lists the problems of the draft', async () => {
    const { id } = await create('Check me');
    const { problems } = await api.call('validateFlow', { token: admin, params: { org, flow: id } });
    expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
  });
});

describe('publishFlow', () => {
  it('makes numbered versions and sets the triggers live', async () => {
    const { id, draftRev } = await create('Live', greeting('publish'));
    expect(await publish(id, draftRev)).toMatchObject({
      flowId: id,
      number: 1,
      note: 'first',
      authorId: api.ours.users.admin.id,
    });
    const saved = await save(id, { draftRev, draft: greeting('publish again') });
    expect((await publish(id, saved.draftRev)).number).toBe(2);

    const triggers = await api.database.sql`
      select type, keys, priority, rules -> 'reentry' as reentry, data -> 'keywords' -> 0 ->> 'text' as keyword
      from public.flow_triggers where flow_id = ${id}`;
    expect(triggers).toEqual([
      {
        type: 'keyword-trigger',
        keys: ['message'],
        priority: 5,
        reentry: { kind: 'always' },
        keyword: 'publish again',
      },
    ]);
    const flow = await api.call('getFlow', { token: admin, params: { org, flow: id } });
    expect(flow).toMatchObject({ status: 'live', publishedVersion: 2, hasUnpublishedChanges: false });

    const params = { org, flow: id };
    const first = await api.call('listFlowVersions', { token: admin, params, query: { limit: 1 } });
    expect(first.items.map(({ number }) => number)).toEqual([2]);
    const query = { limit: 1, cursor: first.nextCursor! };
    const second = await api.call('listFlowVersions', { token: admin, params, query });
    expect(second).toMatchObject({ items: [{ number: 1 }], nextCursor: null });
  });

  it('refuses a flow with errors and lists them', async () => {
    const { id, draftRev } = await create('No trigger');
    const input = { token: admin, params: { org, flow: id }, body: { draftRev } };
    const problem = await api.refused('publishFlow', 422, input);
    expect(problem.code).toBe('flow_has_errors');
    expect(problem.problems).not.toEqual([]);
    expect(problem.errors).toHaveLength((problem.problems as unknown[]).length);
  });

  it('refuses a revision that somebody else has replaced', async () => {
    const { id, draftRev } = await create('Replaced', greeting('replaced'));
    await save(id, { draftRev, draft: greeting('replaced', 'new') });
    const input = { token: admin, params: { org, flow: id }, body: { draftRev } };
    expect((await api.refused('publishFlow', 409, input)).code).toBe('stale_draft');
  });
});

describe('listFlows', () => {
  it('lists every flow once, the last changed first, with its runs', async () => {
    const { id, draftRev } = await create('With runs', greeting('runs'));
    const version = await publish(id, draftRev);
    const now = new Date();
    const weekAgo = new Date(now.getTime() - 8 * 24 * 60 * 60 * 1_000);
    await createRun(id, version.id, { startedAt: now });
    await createRun(id, version.id, { startedAt: now, endedAt: now, status: 'completed' });
    await createRun(id, version.id, { startedAt: weekAgo, endedAt: weekAgo, status: 'completed' });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string | number> = { limit: 4, ...(cursor ? { cursor } : {}) };
      const page = await api.call('listFlows', { token: admin, params: { org }, query });
      for (const flow of page.items) {
        if (flow.id === id)
          expect(flow.runs).toEqual({ active: 1, startedLast7Days: 2, completedLast7Days: 1 });
        seen.push(flow.id);
      }
      cursor = page.nextCursor;
    } while (cursor !== null);
    const stored = await api.database.sql<{ id: string }[]>`
      select id from public.flows where org_id = ${org} order by updated_at desc, id desc`;
    expect(seen).toEqual(stored.map((flow) => flow.id));
  });
});

describe('flow runs', () => {
  it('are listed newest first with their steps', async () => {
    const { id, draftRev } = await create('Steps', greeting('steps'));
    const version = await publish(id, draftRev);
    const older = await createRun(id, version.id, { startedAt: new Date(Date.now() - 1_000) });
    const newer = await createRun(id, version.id, { startedAt: new Date() });
    await api.database.sql`
      insert into public.flow_run_steps (run_id, n, org_id, seq, node_id, node_type, port, at)
      select ${newer}, n, ${org}, 1, 'node' || n, 'send-text', 'next', now() from generate_series(1, 5) n`;

    const runs = await api.call('listFlowRuns', {
      token: admin,
      params: { org },
      query: { flowId: id, limit: 1 },
    });
    expect(runs.items).toMatchObject([
      { id: newer, flowName: 'Steps', flowVersion: 1, contactName: 'Ada of Ours' },
    ]);
    const query = { flowId: id, limit: 1, cursor: runs.nextCursor! };
    const rest = await api.call('listFlowRuns', { token: admin, params: { org }, query });
    expect(rest.items.map((run) => run.id)).toEqual([older]);

    const filters = { contactId: api.ours.contactId, status: 'running', flowId: id };
    const filtered = await api.call('listFlowRuns', { token: admin, params: { org }, query: filters });
    expect(filtered.items).toHaveLength(2);
    const run = await api.call('getFlowRun', { token: admin, params: { org, run: newer } });
    expect(run).toMatchObject({
      id: newer,
      status: 'running',
      workflowId: `flow/${org}/${newer}`,
      endedAt: null,
    });

    const params = { org, run: newer };
    const steps = await api.call('listFlowRunSteps', { token: admin, params, query: { limit: 3 } });
    expect(steps.items.map(({ n }) => n)).toEqual([1, 2, 3]);
    const more = { limit: 3, cursor: steps.nextCursor! };
    const last = await api.call('listFlowRunSteps', { token: admin, params, query: more });
    expect(last).toMatchObject({
      items: [{ n: 4 }, { n: 5, nodeId: 'node5', port: 'next' }],
      nextCursor: null,
    });
  });
});

async function createRun(
  flowId: string,
  versionId: string,
  options: { startedAt: Date; endedAt?: Date; status?: string },
): Promise<string> {
  const id = randomUUID();
  await api.database.sql`
    insert into public.flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id,
      status, state, workflow_id, started_at, ended_at)
    values (${id}, ${org}, ${flowId}, ${versionId}, ${api.ours.contactId}, ${api.ours.conversationId}, 'start',
      ${options.status ?? 'running'}, '{}', ${`flow/${org}/${id}`}, ${options.startedAt}, ${options.endedAt ?? null})`;
  return id;
}
