import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edgesFrom, sampleNode } from '../../core/flow/samples/build.ts';
import { welcomeFlow } from '../../core/flow/samples/welcome.ts';
import type { FlowDoc } from '../../core/flow/document.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let org: string;
let flow: string;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  org = api.ours.id;
  flow = await create(welcomeFlow);
});
afterAll(() => api.close());

async function create(draft: FlowDoc): Promise<string> {
  const token = api.ours.users.admin.token;
  const { id } = await api.call('createFlow', {
    token,
    params: { org },
    body: { name: 'Tested', draft: { ...draft } },
  });
  return id;
}

const conversation = (steps: unknown[], name = 'one') => ({ name, steps });
const script = (...conversations: unknown[]) => ({
  format: 'parley-flow-test',
  formatVersion: 1,
  conversations,
});
const input = (body: unknown, id = flow) => ({
  token: api.ours.users.viewer.token,
  params: { org, flow: id },
  body,
});
const refusal = async (body: unknown, id = flow) => {
  const { errors, detail } = await api.refused('testFlow', 422, input(body, id));
  return { field: errors?.[0]?.field, message: errors?.[0]?.message, detail };
};

describe('testFlow', () => {
  it('says of each conversation whether it passed, where it first differs, and what happened', async () => {
    const answer = await api.call(
      'testFlow',
      input({
        script: script(
          conversation([{ say: 'hi' }, { expect: { text: 'How can we help' } }], 'greets'),
          conversation(
            [{ say: 'hi' }, { expect: { text: 'Go away' } }, { expect: { tags: ['vip'] } }],
            'is rude',
          ),
        ),
      }),
    );
    expect(answer.passed).toBe(false);
    const [greets, isRude] = answer.conversations;
    expect(greets).toMatchObject({ name: 'greets', passed: true, failures: [] });
    expect(greets!.transcript[0]).toContain('person: hi');
    expect(isRude!.failures.map(({ step }) => step)).toEqual([2, 3]);
    expect(isRude!.failures[0]!.message).toContain('No message holds "Go away"');
  });

  it('takes a published version when one is named', async () => {
    const { sql } = api.database;
    await sql`
      insert into public.flow_versions (org_id, flow_id, number, doc, hash)
      select org_id, id, 1, draft, draft_hash from public.flows where id = ${flow}`;
    const body = { script: script(conversation([{ say: 'hi' }, { expect: { count: 1 } }])) };
    expect(await api.call('testFlow', input({ ...body, version: 1 }))).toMatchObject({ passed: true });
    await api.refused('testFlow', 404, input({ ...body, version: 2 }));
  });

  it('changes nothing', async () => {
    const { sql } = api.database;
    const count = async () =>
      (
        await sql`
          select (select count(*) from public.flow_runs), (select count(*) from public.messages) as m, (select count(*) from private.outbox) as o`
      )[0];
    const before = await count();
    await api.call('testFlow', input({ script: script(conversation([{ say: 'hi' }])) }));
    expect(await count()).toEqual(before);
  });

  it('names the place of what it can’t read', async () => {
    const odd = await refusal({
      script: script(conversation([{ say: 'hi' }, { expect: { txt: 'Hello' } }])),
    });
    expect(odd.field).toBe('script.conversations.0.steps.1.expect');
    expect(odd.message).toContain('txt');
    expect((await refusal({ script: {} })).field).toBe('script.format');
    expect((await refusal({ script: script(conversation([{ wait: 'soon' }])) })).field).toBe(
      'script.conversations.0.steps.0.wait',
    );
  });

  it('refuses more than it plays', async () => {
    const many = Array.from({ length: 51 }, () => conversation([{ say: 'hi' }]));
    expect((await refusal({ script: script(...many) })).field).toBe('script.conversations');
    const long = Array.from({ length: 201 }, () => ({ say: 'hi' }));
    expect((await refusal({ script: script(conversation(long)) })).field).toBe(
      'script.conversations.0.steps',
    );
  });

  it('stops what goes on for too long, and answers others meanwhile', { timeout: 30_000 }, async () => {
    const delay = sampleNode('delay', 0, 0, { label: '', mode: 'duration', durationMs: 60_000 });
    const id = await create({
      ...welcomeFlow,
      nodes: { start: sampleNode('manual-trigger', 0, 0, {}), there: delay, back: delay },
      edges: edgesFrom([
        ['start', 'next', 'there'],
        ['there', 'next', 'back'],
        ['back', 'next', 'there'],
      ]),
      notes: {},
    });
    const endless = Array.from({ length: 200 }, (_, n) =>
      n % 2 === 0 ? { enrol: 'start' } : { wait: '9999 days' },
    );
    const startedAt = performance.now();
    const stopped = refusal(
      {
        script: script(...Array.from({ length: 50 }, () => conversation(endless))),
      },
      id,
    );
    const answeredAt = api
      .call('getFlow', { token: api.ours.users.viewer.token, params: { org, flow } })
      .then(() => performance.now());
    expect((await answeredAt) - startedAt).toBeLessThan(4_000);
    expect((await stopped).detail).toContain('takes longer');
  });

  it('shows nobody’s flow of another organisation', async () => {
    await api.refused('testFlow', 404, {
      token: api.theirs.users.owner.token,
      params: { org: api.theirs.id, flow },
      body: { script: script(conversation([{ say: 'hi' }])) },
    });
  });
});
