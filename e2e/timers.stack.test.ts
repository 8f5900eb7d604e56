/** Every wait of a flow that ends by time, on a server whose clock jumps. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultRules, FLOW_SCHEMA_VERSION, type FlowDoc, type FlowRules } from '../core/flow/document.ts';
import { semanticHash } from '../core/flow/hash.ts';
import type { FlowNode } from '../core/flow/nodes/registry.ts';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';
import { compileTriggers } from '../core/flow/triggers.ts';
import { waitUntil } from '../local/process/wait.ts';
import { textWebhook } from '../local/testing/webhooks.ts';
import { demo } from '../platform/seed/demo.ts';
import { workflowIds } from '../workflows/contract.ts';
import { wordsOf } from './person.ts';
import { startSkippingStack, type SkippingStack } from './skipping-stack.ts';
import { readHistory } from './workflow-history.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let stack: SkippingStack;

beforeAll(async () => {
  stack = await startSkippingStack();
});
afterAll(() => stack?.stop());

const timeoutMs = 2 * HOUR_MS;
const waits: [name: string, node: (now: Date) => FlowNode, port: string, stillAfter: string, then: string][] =
  [
    ['a question', question, 'no-reply', '119 minutes', '2 minutes'],
    ['buttons', buttons, 'no-reply', '119 minutes', '2 minutes'],
    [
      'waiting for a reply',
      () => sampleNode('wait-for-reply', 0, 0, { timeoutMs }),
      'no-reply',
      '119 minutes',
      '2 minutes',
    ],
    ['waiting for an event', waitForEvent, 'timeout', '119 minutes', '2 minutes'],
    [
      'people who don’t resolve',
      () => sampleNode('assign', 0, 0, { wait: { timeoutMs } }),
      'timeout',
      '119 minutes',
      '2 minutes',
    ],
    [
      'a delay',
      () => sampleNode('delay', 0, 0, { mode: 'duration', durationMs: 30 * DAY_MS }),
      'next',
      '29 days',
      '25 hours',
    ],
    ['a time of day', localTime, 'next', '30 seconds', '24 hours'],
  ];

describe('a run that waits', () => {
  it.each(waits)('goes on by time: %s', async (name, node, port, stillAfter, then) => {
    const person = await starts(name, { wait: node(await stack.now()) }, [['start', 'next', 'wait']]);
    await waitUntil(async () => (await person.run())?.status === 'waiting', { timeoutMs: 15_000 });
    await stack.skip(stillAfter);
    expect(await person.run()).toMatchObject({ status: 'waiting' });
    await stack.skip(then);
    await waitUntil(async () => (await person.portsOf('wait')).includes(port), { timeoutMs: 15_000 });
  });

  it('is ended by the flow’s own time-out', async () => {
    const rules = { ...defaultRules, timeoutMs: 3 * HOUR_MS };
    const endless = sampleNode('wait-for-reply', 0, 0, { timeoutMs: null });
    const person = await starts('time-out', { wait: endless }, [['start', 'next', 'wait']], rules);
    await stack.skip('179 minutes');
    expect(await person.run()).toMatchObject({ status: 'waiting' });
    await stack.skip('2 minutes');
    await person.ends({ status: 'exited', outcome: 'flow_timeout' });
  });

  it('holds a message that nobody expects until quiet hours are over', async () => {
    const now = (await stack.now()).getTime();
    const clock = (ms: number) => new Date(ms).toISOString().slice(11, 16);
    const quietHours = { from: clock(now + HOUR_MS / 2), to: clock(now + 5 * HOUR_MS) };
    const person = await starts(
      'quiet',
      { pause: sampleNode('delay', 0, 0, { mode: 'duration', durationMs: HOUR_MS }), say: thanks() },
      [
        ['start', 'next', 'pause'],
        ['pause', 'next', 'say'],
      ],
      { ...defaultRules, quietHours },
    );
    await stack.skip('4 hours');
    expect(await person.received()).toEqual([]);
    await stack.skip('70 minutes');
    await waitUntil(async () => (await person.received()).length === 1, { timeoutMs: 15_000 });
  });
});

describe('a run that waits for the window to be about to close', () => {
  it('writes two hours before the end that the person’s last message gave it', async () => {
    const person = await starts(
      'last question',
      {
        wait: sampleNode('wait-for-event', 0, 0, {
          event: { kind: 'window_closing' },
          saves: [],
          timeoutMs: null,
        }),
        last: sampleNode('send-text', 0, 0, { text: 'Anything else?' }),
      },
      [
        ['start', 'next', 'wait'],
        ['wait', 'happened', 'last'],
      ],
    );
    await stack.skip('21 hours');
    await person.writes('Thank you');
    await stack.skip('21 hours');
    expect(await person.received()).toEqual([]);
    await stack.skip('1 hour');
    await person.ends({ status: 'completed', outcome: 'end_of_path' });
    expect(await person.received()).toEqual(['Anything else?']);
    await stack.skip('3 hours');
    await readHistory(await person.window(), 'conversation-window-closing.v4');
  });
});

describe('a drip of thirty days', () => {
  it('sends each of its four messages on its day', async () => {
    const tenDays = () => sampleNode('delay', 0, 0, { mode: 'duration', durationMs: 10 * DAY_MS });
    const person = await starts(
      'drip',
      { m0: thanks(), d1: tenDays(), m1: thanks(), d2: tenDays(), m2: thanks(), d3: tenDays(), m3: thanks() },
      [
        ['start', 'next', 'm0'],
        ['m0', 'sent', 'd1'],
        ['d1', 'next', 'm1'],
        ['m1', 'sent', 'd2'],
        ['d2', 'next', 'm2'],
        ['m2', 'sent', 'd3'],
        ['d3', 'next', 'm3'],
      ],
    );
    for (const sent of [1, 2, 3]) {
      await waitUntil(async () => (await person.received()).length === sent, { timeoutMs: 15_000 });
      await stack.skip('239 hours');
      expect(await person.received()).toHaveLength(sent);
      await stack.skip('1 hour');
    }
    await waitUntil(async () => (await person.received()).length === 4, { timeoutMs: 15_000 });
    await person.ends({ status: 'completed', outcome: 'end_of_path' });
  });
});

let people = 0;

/** Publishes a flow of its own and lets somebody begin it by its keyword. */
async function starts(
  name: string,
  nodes: Record<string, FlowNode>,
  edges: [string, string, string][],
  rules: FlowRules = defaultRules,
) {
  const keyword = `begin ${name}`;
  const flowId = await publish(name, {
    schemaVersion: FLOW_SCHEMA_VERSION,
    nodes: {
      start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: keyword }] }),
      ...nodes,
    },
    edges: edgesFrom(edges),
    variables: {},
    rules,
    notes: {},
  });
  people += 1;
  const number = `1555888${String(people).padStart(4, '0')}`;
  let messages = 0;
  const writes = async (text: string) => {
    messages += 1;
    const wamid = `wamid.${number}.${messages}`;
    await stack.receive(textWebhook({ from: number, wamid, text, name, at: await stack.now() }));
  };
  await writes(keyword);
  const run = async () => {
    const [row] = await stack.sql<{ id: string; status: string; outcome: string | null }[]>`
      select id, status, outcome from flow_runs where flow_id = ${flowId}`;
    return row;
  };
  await waitUntil(async () => (await run())?.status === 'waiting', { timeoutMs: 15_000 });
  return {
    run,
    writes,
    /** The workflow of their newest window. */
    async window() {
      const [row] = await stack.sql<{ id: string; seq: number }[]>`
        select v.id, v.window_seq as seq from conversations v join contacts c on c.id = v.contact_id where c.name = ${name}`;
      const id = workflowIds.conversationWindow(demo.orgId, row!.id, row!.seq);
      return stack.env.client.workflow.getHandle(id);
    },
    received: async () => (await stack.simulator.outbound({ to: number, limit: 100 })).items.map(wordsOf),
    async portsOf(nodeId: string) {
      const rows = await stack.sql<{ port: string | null }[]>`
        select s.port from flow_run_steps s join flow_runs r on r.id = s.run_id
        where r.flow_id = ${flowId} and s.node_id = ${nodeId}`;
      return rows.map(({ port }) => port);
    },
    async ends(expected: { status: string; outcome: string }) {
      await waitUntil(async () => (await run())?.status === expected.status, { timeoutMs: 15_000 });
      expect(await run()).toMatchObject(expected);
    },
  };
}

async function publish(name: string, doc: FlowDoc): Promise<string> {
  const id = randomUUID();
  await stack.sql.begin(async (tx) => {
    const json = (value: unknown) => tx.json(JSON.parse(JSON.stringify(value)) as never);
    await tx`
      insert into flows (id, org_id, name, draft, draft_hash)
      values (${id}, ${demo.orgId}, ${name}, ${json(doc)}, ${await semanticHash(doc)})`;
    await tx`select set_config('request.jwt.claims', ${JSON.stringify({ sub: demo.ownerId })}, true)`;
    await tx`
      select private.publish_flow(${demo.orgId}, ${id}, 1, null, ${json(compileTriggers(doc))}, ${json(doc.rules)})`;
  });
  return id;
}

function question(): FlowNode {
  const validation = { kind: 'text' } as const;
  return sampleNode('ask', 0, 0, {
    text: 'Well?',
    saveAs: 'it',
    validation,
    tries: 1,
    retryText: '',
    timeoutMs,
  });
}

function buttons(): FlowNode {
  return sampleNode('send-buttons', 0, 0, {
    body: 'Well?',
    buttons: [{ id: 'yes', title: 'Yes' }],
    timeoutMs,
  });
}

function waitForEvent(): FlowNode {
  return sampleNode('wait-for-event', 0, 0, {
    event: { kind: 'api_event', name: 'order.paid' },
    saves: [],
    timeoutMs,
  });
}

/** A time of day that was a minute ago, so nearly a day from now. */
function localTime(now: Date): FlowNode {
  const time = new Date(now.getTime() - 60_000).toISOString().slice(11, 16);
  return sampleNode('delay', 0, 0, { mode: 'local-time', time, weekdays: [1, 2, 3, 4, 5, 6, 7] });
}

function thanks(): FlowNode {
  const use = { name: 'thanks_update', language: 'en_US', header: [], body: ['you'] };
  return sampleNode('send-template', 0, 0, use);
}
