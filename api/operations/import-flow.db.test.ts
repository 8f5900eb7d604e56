/** A file from another organisation: what it names by id is found by its name. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleNode } from '../../core/flow/samples/build.ts';
import { flowDoc } from '../../core/flow/testing.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { greeting } from '../testing/greeting.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
});
afterAll(() => api?.close());

it('takes the segment and the published flow of the same names, and says what is missing', async () => {
  const segment = await createSegment('theirs', 'Regulars');
  const lost = await createSegment('theirs', 'Only theirs');
  const called = await publish('theirs', 'Booking');
  const nodes = {
    entered: sampleNode('segment-trigger', 0, 0, { segmentId: segment }),
    left: sampleNode('segment-trigger', 0, 0, { segmentId: lost }),
    sub: sampleNode('subflow', 0, 0, { flowId: called, version: 1, inputs: [], outputs: [] }),
  };
  const made = await api.call('createFlow', {
    ...as('theirs'),
    body: { name: 'Caller', draft: flowDoc(nodes, []) as unknown as Record<string, unknown> },
  });
  const { token, params } = as('theirs');
  const file = await api.call('exportFlow', { token, params: { ...params, flow: made.id } });

  const ownSegment = await createSegment('ours', 'Regulars');
  await publish('ours', 'Booking', false);
  const ownCalled = await publish('ours', 'Booking');
  const { flow, needs } = await api.call('importFlow', { ...as('ours'), body: { file } });
  const drawn = flow.draft.nodes as Record<string, { data: unknown }>;
  expect(drawn.entered!.data).toMatchObject({ segmentId: ownSegment });
  expect(drawn.left!.data).toMatchObject({ segmentId: lost });
  expect(drawn.sub!.data).toMatchObject({ flowId: ownCalled, version: 1 });
  expect(needs[0]).toMatchObject({ title: 'Only theirs', isMissing: true, counterpart: null });
  expect(
    needs.map(({ kind, title, isMissing, counterpart }) => [kind, title, isMissing, counterpart]).sort(),
  ).toEqual([
    ['flow', 'Booking, version 1', false, 'Booking, version 1'],
    ['segment', 'Only theirs', true, null],
    ['segment', 'Regulars', false, 'Regulars'],
  ]);
});

it('leaves a file of the organisation’s own as it is', async () => {
  const segment = await createSegment('ours', 'Stays');
  const doc = flowDoc({ entered: sampleNode('segment-trigger', 0, 0, { segmentId: segment }) }, []);
  const made = await api.call('createFlow', {
    ...as('ours'),
    body: { name: 'Copied', draft: doc as unknown as Record<string, unknown> },
  });
  const { token, params } = as('ours');
  const file = await api.call('exportFlow', { token, params: { ...params, flow: made.id } });
  const { flow, needs } = await api.call('importFlow', { ...as('ours'), body: { file, name: 'Copy' } });
  expect(flow.draft).toEqual(made.draft);
  expect(needs).toMatchObject([{ isMissing: false, counterpart: null }]);
});

type Whose = 'ours' | 'theirs';

function as(whose: Whose) {
  const { id, users } = api[whose];
  return { token: users.admin.token, params: { org: id } };
}

async function createSegment(whose: Whose, name: string): Promise<string> {
  const rules = { kind: 'all', of: [{ kind: 'tag', op: 'has', value: 'vip' }] };
  return (await api.call('createSegment', { ...as(whose), body: { name, rules } })).id;
}

async function publish(whose: Whose, name: string, isPublished = true): Promise<string> {
  const { token, params } = as(whose);
  const flow = await api.call('createFlow', {
    token,
    params,
    body: { name, draft: greeting(`${whose} ${name} ${isPublished}`) },
  });
  const at = { token, params: { ...params, flow: flow.id } };
  if (isPublished) await api.call('publishFlow', { ...at, body: { draftRev: flow.draftRev } });
  return flow.id;
}
