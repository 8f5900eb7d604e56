import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FLOW_SCHEMA_VERSION, type FlowDoc } from '../../core/flow/document.ts';
import { sampleNode } from '../../core/flow/samples/build.ts';
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

const at = (flow: string, more: Record<string, string> = {}) => ({
  token: admin,
  params: { org, flow, ...more },
});

/** A flow with one published version for each of `texts`; the draft is the last one. */
async function published(keyword: string, ...texts: string[]): Promise<{ id: string; draftRev: number }> {
  const body = { name: keyword, draft: greeting(keyword, texts[0]) };
  let flow = await api.call('createFlow', { token: admin, params: { org }, body });
  for (const text of texts) {
    const draft = greeting(keyword, text);
    flow = await api.call('saveFlowDraft', { ...at(flow.id), body: { draftRev: flow.draftRev, draft } });
    await api.call('publishFlow', { ...at(flow.id), body: { draftRev: flow.draftRev, note: text } });
  }
  return flow;
}

async function versionId(flow: string, number: number): Promise<string> {
  const [row] = await api.database.sql<{ id: string }[]>`
    select id from public.flow_versions where flow_id = ${flow} and number = ${number}`;
  return row!.id;
}

async function addRun(
  flow: string,
  number: number,
  nodeId: string | null,
  status = 'waiting',
  state: object = {},
): Promise<void> {
  const run = randomUUID();
  await api.database.sql`
    insert into public.flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id,
      status, state, current_node_id, workflow_id, ended_at)
    values (${run}, ${org}, ${flow}, ${await versionId(flow, number)}, ${api.ours.contactId},
      ${api.ours.conversationId}, 'start', ${status}, ${api.database.sql.json(state as never)}, ${nodeId}, ${run},
      ${status === 'completed' ? new Date() : null})`;
}

const textOf = (doc: Record<string, unknown>) =>
  (doc as unknown as FlowDoc).nodes['send']?.data as { text: string };

describe('versions', () => {
  it('say who published them, what they are for and who stands on them', async () => {
    const { id } = await published('versions', 'one', 'two');
    await addRun(id, 1, 'send');
    await addRun(id, 1, 'send', 'completed');
    const { items } = await api.call('listFlowVersions', at(id));
    expect(items).toMatchObject([
      { number: 2, note: 'two', authorName: 'admin-1', runs: { active: 0, total: 0 } },
      { number: 1, note: 'one', runs: { active: 1, total: 2 } },
    ]);
    const first = await api.call('getFlowVersion', at(id, { number: '1' }));
    expect(first).toMatchObject({ number: 1, note: 'one' });
    expect(first.doc).toEqual(greeting('versions', 'one'));
  });

  it('of an older schema are shown in today’s shape and stay stored as they were', async () => {
    const { id } = await published('older shape', 'one');
    const old = {
      ...greeting('older shape', 'old'),
      schemaVersion: 1,
      rules: { reentry: 'once', priority: 1, exitOnReply: false },
    };
    await api.database.sql`
      insert into public.flow_versions (org_id, flow_id, number, doc, hash)
      values (${org}, ${id}, 7, ${api.database.sql.json(old as never)}, 'x')`;
    const { doc } = await api.call('getFlowVersion', at(id, { number: '7' }));
    expect(doc).toMatchObject({ schemaVersion: FLOW_SCHEMA_VERSION, rules: { reentry: { kind: 'once' } } });
    const [stored] = await api.database.sql`
      select doc ->> 'schemaVersion' as version from public.flow_versions where flow_id = ${id} and number = 7`;
    expect(stored).toEqual({ version: '1' });
  });

  it('that don’t exist are not found', async () => {
    const { id } = await published('missing', 'one');
    for (const number of ['2', '0', 'x', '999999999']) {
      await api.refused('getFlowVersion', 404, at(id, { number }));
    }
  });
});

describe('rollbackFlow', () => {
  it('publishes the old document as a new version, its triggers too, and leaves the draft alone', async () => {
    const { id, draftRev } = await published('rollback', 'one', 'two');
    const before = await api.call('getFlow', at(id));
    const version = await api.call('rollbackFlow', { ...at(id), body: { version: 1, note: 'Oops' } });
    expect(version).toMatchObject({ number: 3, note: 'Oops', authorId: api.ours.users.admin.id });

    const { doc } = await api.call('getFlowVersion', at(id, { number: '3' }));
    expect(textOf(doc).text).toBe('one');
    const flow = await api.call('getFlow', at(id));
    expect(flow).toMatchObject({ publishedVersion: 3, draftRev, hasUnpublishedChanges: true });
    expect(flow.draft).toEqual(before.draft);
    const triggers = await api.database.sql`
      select flow_version_id from public.flow_triggers where flow_id = ${id}`;
    expect(triggers).toEqual([{ flow_version_id: version.id }]);
  });

  it('makes it the draft too when asked', async () => {
    const { id, draftRev } = await published('restore', 'one', 'two');
    const body = { version: 1, restoreDraft: true, draftRev };
    await api.call('rollbackFlow', { ...at(id), body });
    const flow = await api.call('getFlow', at(id));
    expect(flow).toMatchObject({ draftRev: draftRev + 1, hasUnpublishedChanges: false });
    expect(textOf(flow.draft).text).toBe('one');
    expect((await api.refused('rollbackFlow', 409, { ...at(id), body })).code).toBe('stale_draft');
  });

  it('reads a version of an older schema as today’s', async () => {
    const { id } = await published('rollback older', 'one');
    const old = {
      ...greeting('rollback older', 'old'),
      schemaVersion: 1,
      rules: { reentry: 'once', priority: 9, exitOnReply: true },
    };
    await api.database.sql`
      update public.flows set published_version = 2 where id = ${id}`;
    await api.database.sql`
      insert into public.flow_versions (org_id, flow_id, number, doc, hash)
      values (${org}, ${id}, 2, ${api.database.sql.json(old as never)}, 'x')`;
    expect(await api.call('rollbackFlow', { ...at(id), body: { version: 2 } })).toMatchObject({ number: 3 });
    const [trigger] = await api.database.sql`
      select priority, rules -> 'exitOn' -> 'reply' as exits from public.flow_triggers where flow_id = ${id}`;
    expect(trigger).toEqual({ priority: 9, exits: true });
  });

  it('judges the old document by what stands around it today', async () => {
    const { id } = await published('judged', 'one', 'two');
    const broken = greeting('judged', '');
    await api.database.sql`
      insert into public.flow_versions (org_id, flow_id, number, doc, hash)
      values (${org}, ${id}, 5, ${api.database.sql.json(broken as never)}, 'x')`;
    const problem = await api.refused('rollbackFlow', 422, { ...at(id), body: { version: 5 } });
    expect(problem.code).toBe('flow_has_errors');
    expect((await api.call('getFlow', at(id))).publishedVersion).toBe(2);
  });
});

describe('a flow’s state', () => {
  it('goes from live to paused and back, to archived and out of the list', async () => {
    const { id } = await published('state', 'one');
    const status = async (name: 'pauseFlow' | 'resumeFlow' | 'archiveFlow') =>
      (await api.call(name, at(id))).status;
    const listed = async (query: Record<string, string> = {}) =>
      (
        await api.call('listFlows', { token: admin, params: { org }, query: { limit: 100, ...query } })
      ).items.some((flow) => flow.id === id);
    expect(await status('pauseFlow')).toBe('paused');
    expect(await status('pauseFlow')).toBe('paused');
    expect(await status('resumeFlow')).toBe('live');
    expect(await status('archiveFlow')).toBe('archived');
    expect([await listed(), await listed({ status: 'archived' })]).toEqual([false, true]);
    expect(await status('resumeFlow')).toBe('paused');
    expect(await status('resumeFlow')).toBe('live');
    expect(await listed()).toBe(true);
  });

  it('can’t be paused before it was published', async () => {
    const flow = await api.call('createFlow', { token: admin, params: { org }, body: { name: 'Draft' } });
    expect((await api.refused('pauseFlow', 409, at(flow.id))).code).toBe('wrong_flow_status');
    expect((await api.refused('resumeFlow', 409, at(flow.id))).code).toBe('wrong_flow_status');
    expect((await api.call('archiveFlow', at(flow.id))).status).toBe('archived');
    expect((await api.call('resumeFlow', at(flow.id))).status).toBe('draft');
  });
});

describe('getFlowStanding', () => {
  it('counts people by version and outermost step', async () => {
    const { id } = await published('standing', 'one', 'two');
    await addRun(id, 1, 'send');
    await addRun(id, 1, 'send/inner', 'needsAttention');
    await addRun(id, 2, null);
    await addRun(id, 2, 'send', 'completed');
    expect(await api.call('getFlowStanding', at(id))).toEqual({
      total: 3,
      places: [
        { version: 2, nodeId: null, startsAt: 'start', people: 1, needAttention: 0 },
        { version: 1, nodeId: 'send', startsAt: null, people: 2, needAttention: 1 },
      ],
    });
  });
});

describe('getFlowSurroundings', () => {
  it('names tags, attributes with their type, versions and the triggers of other live flows', async () => {
    const { id } = await published('around', 'one');
    const other = await published('around us', 'one');
    const { sql } = api.database;
    await sql`
      update public.contacts set tags = '{vip}', attributes = '{"city":"Oslo","seats":2,"mixed":true}'
      where id = ${api.ours.contactId}`;
    await sql`
      insert into public.contacts (org_id, attributes) values (${org}, '{"mixed":"yes","gone":null}')`;
    const around = await api.call('getFlowSurroundings', at(id));
    expect(around).toMatchObject({
      flowId: id,
      tags: ['vip'],
      attributes: { city: 'text', seats: 'number', mixed: null },
      templates: { 'reminder/en': { status: 'APPROVED' } },
      publishedVersions: { [id]: [1] },
      subflows: {},
      secrets: [],
    });
    expect(around['attributes']).not.toHaveProperty('gone');
    const names = (around['otherTriggers'] as { flowName: string }[]).map(({ flowName }) => flowName);
    expect(names).toContain('around us');
    expect(names).not.toContain('around');
    await api.call('pauseFlow', at(other.id));
    const later = await api.call('getFlowSurroundings', at(id));
    expect(JSON.stringify(later['otherTriggers'])).not.toContain('around us');
  });
});

describe('organisation settings', () => {
  const params = () => ({ token: admin, params: { org } });
  it('keep time zone and business hours', async () => {
    expect(await api.call('getOrganization', params())).toMatchObject({
      timeZone: 'UTC',
      businessHours: null,
    });
    const businessHours = { weekly: { 1: [{ from: '09:00', to: '17:00' }] }, closedOn: ['2026-12-25'] };
    const body = { timeZone: 'Europe/Berlin', businessHours };
    await api.call('updateOrganization', { ...params(), body });
    expect(await api.call('getOrganization', params())).toMatchObject(body);
    const cleared = await api.call('updateOrganization', { ...params(), body: { businessHours: null } });
    expect(cleared).toMatchObject({ timeZone: 'Europe/Berlin', businessHours: null });
  });

  it('refuse what is no zone and no time', async () => {
    const bad = [
      { timeZone: 'Mars/Olympus' },
      { timeZone: '+02:00' },
      { businessHours: { weekly: { 1: [{ from: '9', to: '17:00' }] }, closedOn: [] } },
      { businessHours: { weekly: { 8: [] }, closedOn: [] } },
      { businessHours: { weekly: { 1: [{ from: '09:00', to: '09:00' }] }, closedOn: [] } },
      { businessHours: { weekly: {}, closedOn: ['25.12.'] } },
    ];
    for (const body of bad) await api.refused('updateOrganization', 422, { ...params(), body });
  });
});

describe('differences', () => {
  it('between two versions, and of the draft, come in words', async () => {
    const { id, draftRev } = await published('diff', 'one', 'two');
    const { changes } = await api.call('diffFlowVersions', at(id, { before: '1', after: '2' }));
    expect(changes).toMatchObject([{ kind: 'nodeChanged', nodeId: 'send' }]);
    expect((await api.call('diffFlowDraft', at(id))).changes).toEqual([]);
    const draft = greeting('diff', 'three');
    await api.call('saveFlowDraft', { ...at(id), body: { draftRev, draft } });
    expect(await api.call('diffFlowDraft', at(id))).toMatchObject({
      before: 2,
      after: null,
      changes: [{ nodeId: 'send', words: expect.stringContaining('three') as string }],
    });
  });

  it('of a draft that was never published are all its steps', async () => {
    const body = { name: 'New', draft: greeting('diff new', 'one') };
    const flow = await api.call('createFlow', { token: admin, params: { org }, body });
    const { before, changes } = await api.call('diffFlowDraft', at(flow.id));
    expect(before).toBeNull();
    expect(changes.map(({ nodeId }) => nodeId)).toEqual(expect.arrayContaining(['send', 'start']));
  });
});

describe('previewFlowMove', () => {
  it('tells for each place what happens to the people there, and moves nobody', async () => {
    const { id, draftRev } = await published('move', 'one');
    const next = greeting('move', 'two');
    // The step of version 1 makes way for another one of the same kind, under another id.
    next.nodes['other'] = next.nodes['send']!;
    delete next.nodes['send'];
    next.edges['e1']!.to = 'other';
    const { draftRev: rev } = await api.call('saveFlowDraft', { ...at(id), body: { draftRev, draft: next } });
    await api.call('publishFlow', { ...at(id), body: { draftRev: rev } });
    await addRun(id, 1, 'start');
    await addRun(id, 1, 'send');
    await addRun(id, 1, 'send');
    await addRun(id, 1, null);
    await addRun(id, 2, 'other');
    const preview = await api.call('previewFlowMove', { ...at(id), body: { to: 2 } });
    expect(preview).toMatchObject({ to: 2, kept: 2, moved: 0, gone: 2 });
    expect(preview.places).toMatchObject([
      { version: 1, nodeId: 'send', people: 2, outcome: 'gone', toNodeId: null },
      { version: 1, nodeId: 'start', people: 1, outcome: 'kept', toNodeId: 'start' },
      { version: 1, nodeId: null, people: 1, outcome: 'kept', title: 'Not begun' },
    ]);
    await api.refused('previewFlowMove', 404, { ...at(id), body: { from: 9, to: 2 } });
    await api.refused('previewFlowMove', 404, { ...at(id), body: { to: 9 } });
    expect((await api.call('getFlowStanding', at(id))).total).toBe(5);
  });
});

describe('previewFlowMove of people on the way of a rule', () => {
  it('tells of those apart who would go back to a step that is gone', async () => {
    const draft = greeting('rules', 'one');
    draft.nodes['rule'] = sampleNode('keyword-rule', 0, 0, { keywords: [{ match: 'exact', text: 'help' }] });
    draft.nodes['more'] = sampleNode('wait-for-reply', 0, 0, { timeoutMs: null });
    draft.nodes['back'] = sampleNode('return', 0, 0, {});
    draft.edges['r1'] = { from: { node: 'rule', port: 'next' }, to: 'more' };
    draft.edges['r2'] = { from: { node: 'more', port: 'reply' }, to: 'back' };
    const flow = await api.call('createFlow', {
      token: admin,
      params: { org },
      body: { name: 'rules', draft },
    });
    await api.call('publishFlow', { ...at(flow.id), body: { draftRev: flow.draftRev } });
    const next = structuredClone(draft);
    delete next.nodes['send'];
    for (const [id, edge] of Object.entries(next.edges))
      if (edge.to === 'send' || edge.from.node === 'send') delete next.edges[id];
    const body = { draftRev: flow.draftRev, draft: next };
    const { draftRev } = await api.call('saveFlowDraft', { ...at(flow.id), body });
    await api.call('publishFlow', { ...at(flow.id), body: { draftRev } });
    const interrupted = [{ rule: 'rule', path: 'send', tries: 0, inner: [] }];
    await addRun(flow.id, 1, 'more', 'waiting', { interrupted });
    await addRun(flow.id, 1, 'more', 'waiting', { interrupted });
    await addRun(flow.id, 1, 'more', 'waiting', { interrupted: [] });
    const preview = await api.call('previewFlowMove', { ...at(flow.id), body: { to: 2 } });
    expect(preview).toMatchObject({ kept: 1, gone: 2 });
    expect(preview.places).toMatchObject([
      { nodeId: 'more', people: 2, outcome: 'gone' },
      { nodeId: 'more', people: 1, outcome: 'kept' },
    ]);
  });
});

describe('a flow as a file', () => {
  it('goes out and comes in again as a draft, with what is missing here', async () => {
    const { id } = await published('export', 'one');
    const file = await api.call('exportFlow', at(id));
    expect(file).toMatchObject({ name: 'export', doc: greeting('export', 'one') });

    const { flow, needs } = await api.call('importFlow', {
      token: api.theirs.users.admin.token,
      params: { org: api.theirs.id },
      body: { file, name: 'Taken over' },
    });
    expect(flow).toMatchObject({ name: 'Taken over', status: 'draft', draft: greeting('export', 'one') });
    expect(needs).toEqual([]);
  });

  it('that is none is refused with the reason', async () => {
    for (const file of [{}, { format: 'parley-flow', formatVersion: 1, name: 'x', doc: { nodes: 1 } }]) {
      const input = { token: admin, params: { org }, body: { file } };
      expect((await api.refused('importFlow', 422, input)).code).toBe('flow_unreadable');
    }
  });
});
