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
    expect(await api.call('getSegment', { token: viewer, params })).toMatchObject({
      ...{ id: made.id, count: 12, isEstimate: false },
    });
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

describe('a segment in a segment', () => {
  const inside = (segmentId: string, op = 'belongs') => ({
    kind: 'all',
    of: [{ kind: 'segment', op, segmentId }],
  });

  it('holds whom the other holds, or all but them', async () => {
    const inner = await create('Inner');
    expect((await preview(inside(inner.id))).count).toBe(12);
    const everybody = await preview({
      kind: 'all',
      of: [{ kind: 'country', op: 'is-none-of', values: ['XX'] }],
    });
    expect((await preview(inside(inner.id, 'belongs-not'))).count).toBe(everybody.count - 12);
    expect((await preview(inside(api.theirs.id))).count).toBe(0);
  });

  it('can’t be in itself, by way of others neither', async () => {
    const first = await create('First');
    const second = await create('Second', inside(first.id));
    const refused = (segment: string, rules: unknown) =>
      api.refused('updateSegment', 422, { token: admin, params: { org, segment }, body: { rules } });
    expect((await refused(first.id, inside(first.id))).code).toBe('segment_in_itself');
    expect((await refused(first.id, inside(second.id))).code).toBe('segment_in_itself');
  });

  it('goes five deep and no deeper', async () => {
    let { id } = await create('Deep 0');
    for (let level = 1; level <= 5; level += 1) ({ id } = await create(`Deep ${level}`, inside(id)));
    const body = { name: 'Deep 6', rules: inside(id) };
    const problem = await api.refused('createSegment', 422, { token: admin, params: { org }, body });
    expect(problem.code).toBe('segments_too_deep');
  });

  it('keeps the other from being deleted', async () => {
    const inner = await create('Kept');
    const outer = await create('Keeper', inside(inner.id));
    const params = { org, segment: inner.id };
    const problem = await api.refused('deleteSegment', 409, { token: admin, params });
    expect(problem).toMatchObject({ code: 'segment_in_use' });
    expect(problem.detail).toContain('Keeper');
    await api.call('deleteSegment', { token: admin, params: { org, segment: outer.id } });
    await api.call('deleteSegment', { token: admin, params });
  });
});

describe('an estimate', () => {
  it('is what a count that takes too long becomes, and near it', async () => {
    const crowd = await api.database.sql<{ id: string }[]>`
      insert into public.contacts (org_id, name) select ${api.theirs.id}, 'Crowd ' || n from generate_series(1, 3000) n
      returning id`;
    expect(crowd).toHaveLength(3_000);
    const rules = { kind: 'all', of: [{ kind: 'name', op: 'contains', value: '7' }] };
    const claims = JSON.stringify({ org_id: api.theirs.id, org_role: 'viewer' });
    const [row] = await api.database.sql.begin(async (tx) => {
      await tx`select set_config('request.jwt.claims', ${claims}, true)`;
      return tx<{ count: number; is_estimate: boolean; sample: string[] }[]>`
        select count::int, is_estimate, sample
        from private.estimate_segment(${api.theirs.id}, ${tx.json(rules)}, now(), 10)`;
    });
    expect(row).toMatchObject({ is_estimate: true });
    expect(row!.sample).toHaveLength(10);
    expect(Math.abs(row!.count - 813)).toBeLessThan(250); // of 1 to 3,000, 813 hold a 7
  });
});
