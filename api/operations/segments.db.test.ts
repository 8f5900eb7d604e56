import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SegmentRules } from '../../core/segments/rules.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let org: string;
let admin: string;
let viewer: string;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  org = api.ours.id;
  admin = api.ours.users.admin.token;
  viewer = api.ours.users.viewer.token;
  await api.database.sql`
    insert into public.contacts (org_id, name, tags, attributes, created_at)
    select ${org}, 'Bulk ' || n, case when n % 2 = 0 then '{even}'::text[] else '{}' end, jsonb_build_object('n', n),
      now() - n * interval '1 hour'
    from generate_series(1, 24) n`;
  await api.database.sql`
    insert into public.contacts (org_id, name, tags) values (${api.theirs.id}, 'Bulk of theirs', '{even}')`;
});
afterAll(() => api.close());

const isEven: SegmentRules = { kind: 'all', of: [{ kind: 'tag', op: 'has', value: 'even' }] };
const create = (name: string, rules: unknown = isEven) =>
  api.call('createSegment', { token: admin, params: { org }, body: { name, rules } });
const preview = (rules: unknown) =>
  api.call('previewSegment', { token: viewer, params: { org }, body: { rules } });

describe('segments', () => {
  it('are made, shown with their count, changed and deleted', async () => {
    const made = await create('Even');
    expect(made).toMatchObject({ name: 'Even', rules: isEven, isWatched: false });
    const params = { org, segment: made.id };
    expect(await api.call('getSegment', { token: viewer, params })).toMatchObject({ id: made.id, count: 12 });
    const rules: SegmentRules = {
      kind: 'all',
      of: [isEven, { kind: 'attribute', type: 'number', name: 'n', op: 'greater-than', value: 20 }],
    };
    await api.call('updateSegment', { token: admin, params, body: { rules } });
    await api.call('updateSegment', { token: admin, params, body: { name: 'Even and late' } });
    expect(await api.call('getSegment', { token: viewer, params })).toMatchObject({
      name: 'Even and late',
      rules,
      count: 2,
    });
    expect(await api.call('deleteSegment', { token: admin, params })).toEqual({ id: made.id });
    await api.refused('getSegment', 404, { token: viewer, params });
    await api.refused('deleteSegment', 404, { token: admin, params });
    await api.refused('updateSegment', 404, { token: admin, params, body: { name: 'Gone' } });
  });

  it('are listed by name, page by page', async () => {
    for (const name of ['C', 'A', 'B']) await create(`List ${name}`);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string | number> = { limit: 2, ...(cursor ? { cursor } : {}) };
      const page = await api.call('listSegments', { token: viewer, params: { org }, query });
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen.filter((name) => name.startsWith('List'))).toEqual(['List A', 'List B', 'List C']);
  });

  it('have names of their own', async () => {
    await create('Taken');
    const { id } = await create('Free');
    const body = { name: 'Taken', rules: isEven };
    const problem = await api.refused('createSegment', 409, { token: admin, params: { org }, body });
    expect(problem.code).toBe('segment_exists');
    const params = { org, segment: id };
    await api.refused('updateSegment', 409, { token: admin, params, body: { name: 'Taken' } });
    expect(await api.call('getSegment', { token: viewer, params })).toMatchObject({ name: 'Free' });
  });

  it('are kept while a published flow names them', async () => {
    const { id } = await create('Needed');
    const { sql } = api.database;
    await sql.begin(async (tx) => {
      const [flow] = await tx<{ id: string }[]>`
        insert into public.flows (org_id, name, status, draft, draft_hash) values (${org}, 'Greets', 'live', '{}', 'x') returning id`;
      const [version] = await tx<{ id: string }[]>`
        insert into public.flow_versions (org_id, flow_id, number, doc, hash)
        values (${org}, ${flow!.id}, 1, ${tx.json({ nodes: { n: { data: { segmentId: id } } } })}, 'x') returning id`;
      await tx`update public.flows set published_version_id = ${version!.id} where id = ${flow!.id}`;
      await tx`
        insert into public.flow_triggers (org_id, flow_id, flow_version_id, node_id, type, rules)
        values (${org}, ${flow!.id}, ${version!.id}, 'n', 'segment-trigger', '{}')`;
    });
    const params = { org, segment: id };
    expect(await api.call('getSegment', { token: viewer, params })).toMatchObject({ isWatched: true });
    const problem = await api.refused('deleteSegment', 409, { token: admin, params });
    expect(problem).toMatchObject({ code: 'segment_in_use' });
    expect(problem.detail).toContain('“Greets”');
  });

  it('are written by admins only, and seen by nobody else', async () => {
    const { id } = await create('Ours only');
    const body = { name: 'X', rules: isEven };
    for (const token of [viewer, api.ours.users.agent.token]) {
      await api.refused('createSegment', 403, { token, params: { org }, body });
      await api.refused('updateSegment', 403, { token, params: { org, segment: id }, body: { name: 'X' } });
      await api.refused('deleteSegment', 403, { token, params: { org, segment: id } });
    }
    const theirs = { token: api.theirs.users.owner.token, params: { org: api.theirs.id, segment: id } };
    await api.refused('getSegment', 404, theirs);
    await api.refused('deleteSegment', 404, theirs);
    await api.refused('listSegmentContacts', 404, theirs);
  });
});

describe('previewSegment', () => {
  it('counts, and shows the ten newest', async () => {
    const answer = await preview(isEven);
    expect(answer.count).toBe(12);
    expect(answer.contacts.map(({ name }) => name)).toEqual(
      Array.from({ length: 10 }, (_, i) => `Bulk ${2 * (i + 1)}`),
    );
  });

  it.each([
    [{ kind: 'all', of: [] }, 'rules.of'],
    [{ kind: 'all', of: [{ kind: 'tag', op: 'has' }] }, 'rules.of.0.value'],
    [{ kind: 'all', of: [{ kind: 'name', op: 'sounds-like', value: 'x' }] }, 'rules.of.0.op'],
    [{ kind: 'all', of: [{ kind: 'moon' }] }, 'rules.of.0.kind'],
    [
      { kind: 'all', of: [{ kind: 'any', of: [{ kind: 'created', op: 'in-last-days', days: -1 }] }] },
      'rules.of.0.of.0.days',
    ],
    [{ kind: 'all', of: Array.from({ length: 51 }, () => ({ kind: 'name', op: 'is-empty' })) }, 'rules.of'],
  ])('refuses %j and names the place', async (rules, field) => {
    const problem = await api.refused('previewSegment', 422, {
      token: viewer,
      params: { org },
      body: { rules },
    });
    expect(problem.errors?.map((error) => error.field)).toContain(field);
  });
});

describe('listSegmentContacts', () => {
  it('pages through everybody once, newest first', async () => {
    const { id } = await create('To page through');
    const seen: (string | null)[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string | number> = { limit: 5, ...(cursor ? { cursor } : {}) };
      const page = await api.call('listSegmentContacts', {
        token: viewer,
        params: { org, segment: id },
        query,
      });
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(Array.from({ length: 12 }, (_, i) => `Bulk ${2 * (i + 1)}`));
  });
});
