import { describe, expect, it } from 'vitest';
import { defaultRules } from './document.ts';
import type { FlowDoc } from './document.ts';
import { advance, compileFlow, initialState, MAX_VISITS, MAX_VISITS_WITHOUT_WAIT } from './engine.ts';
import type { EngineEvent, Facts, RunState } from './run.ts';
import { sampleNode } from './samples/build.ts';
import { facts, flowDoc, NOW, presses, says } from './testing.ts';

const start = sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'hi' }] });
const text = (body: string) => sampleNode('send-text', 0, 0, { text: body });
const tag = (name: string) => sampleNode('set-tag', 0, 0, { action: 'add', tag: name });
const delay = (durationMs: number) => sampleNode('delay', 0, 0, { mode: 'duration', durationMs });
const hasTag = (name: string) =>
  sampleNode('condition', 0, 0, {
    branches: [
      {
        id: 'has',
        match: 'all',
        groups: [{ match: 'all', tests: [{ subject: 'contact.tags', operator: 'contains', value: name }] }],
      },
    ],
  });

const started: EngineEvent = { kind: 'started', triggerNodeId: 'start', message: says('hi') };
const sent = (ordinal: number): EngineEvent => ({ kind: 'sendResult', ordinal, result: { outcome: 'sent' } });
const stop: EngineEvent = { kind: 'stop', reason: 'enough' };
const failed = (ordinal: number): EngineEvent => ({
  kind: 'sendResult',
  ordinal,
  result: { outcome: 'failed', error: { code: 'blocked', title: 'Blocked' } },
});

/** Feeds events one after the other and returns the last result. */
function play(doc: FlowDoc, events: EngineEvent[], change: { facts?: Partial<Facts>; now?: Date } = {}) {
  const flow = compileFlow(doc);
  let result = { state: initialState(), commands: [], trace: [] } as ReturnType<typeof advance>;
  for (const event of events)
    result = advance(flow, result.state, event, facts(change.facts), change.now ?? NOW);
  return result;
}

describe('start', () => {
  const doc = flowDoc({ start, hello: text('You said {{ trigger.text }}') }, [['start', 'next', 'hello']]);

  it('walks from the trigger to the first send', () => {
    expect(play(doc, [started])).toEqual({
      state: {
        ...initialState(),
        nodeId: 'hello',
        wait: { kind: 'send', nodeId: 'hello', ordinal: 1 },
        visits: 2,
        visitsSinceWait: 2,
        sends: 1,
        startedAt: NOW.toISOString(),
        isAnswering: true,
        trigger: { text: 'hi' },
      },
      commands: [
        {
          kind: 'send',
          ordinal: 1,
          nodeId: 'hello',
          content: { type: 'text', text: 'You said hi' },
          purpose: 'service',
        },
      ],
      trace: [{ nodeId: 'start', nodeType: 'keyword-trigger', port: 'next', problem: null }],
    });
  });

  it('starts once only', () => {
    const { state } = play(doc, [started]);
    expect(play(doc, [started, started])).toEqual({ state, commands: [], trace: [] });
    const ended = play(doc, [started, sent(1)]).state;
    expect(play(doc, [started, sent(1), started])).toEqual({ state: ended, commands: [], trace: [] });
  });

  it('fails on a trigger that is not there or no trigger', () => {
    for (const triggerNodeId of ['gone', 'hello', 'constructor']) {
      const { state } = play(doc, [{ kind: 'started', triggerNodeId, message: null }]);
      expect(state.ended).toEqual({ outcome: 'failed', reason: 'trigger_not_found' });
    }
  });
});

describe('sends', () => {
  it('numbers the sends of a turn and completes at an open port', () => {
    const doc = flowDoc({ start, one: text('1'), two: text('2') }, [
      ['start', 'next', 'one'],
      ['one', 'sent', 'two'],
    ]);
    const second = play(doc, [started, sent(1)]);
    expect(second.commands).toMatchObject([{ kind: 'send', ordinal: 2, nodeId: 'two' }]);
    const end = play(doc, [started, sent(1), sent(2)]);
    expect(end.state).toMatchObject({
      nodeId: null,
      wait: null,
      ended: { outcome: 'completed', reason: 'end_of_path' },
    });
    expect(end.trace).toEqual([{ nodeId: 'two', nodeType: 'send-text', port: 'sent', problem: null }]);
  });

  it('goes on after an unknown outcome as if sent', () => {
    const doc = flowDoc({ start, one: text('1') }, [['start', 'next', 'one']]);
    const end = play(doc, [started, { kind: 'sendResult', ordinal: 1, result: { outcome: 'unknown' } }]);
    expect(end.state.ended?.outcome).toBe('completed');
  });

  it('takes the failed port, or waits a week for somebody to decide', () => {
    const nodes = { start, one: text('1'), sorry: tag('unreached') };
    const open = play(flowDoc(nodes, [['start', 'next', 'one']]), [started, failed(1)]);
    expect(open.state).toMatchObject({
      nodeId: 'one',
      ended: null,
      wait: { kind: 'decision', nodeId: 'one', code: 'blocked', until: '2026-12-01T08:30:00.000Z' },
    });
    expect(open.trace).toEqual([{ nodeId: 'one', nodeType: 'send-text', port: null, problem: 'blocked' }]);
    const edges = [
      ['start', 'next', 'one'],
      ['one', 'failed', 'sorry'],
    ] as const;
    const caught = play(flowDoc(nodes, edges), [started, failed(1)]);
    expect(caught.commands).toEqual([{ kind: 'addTag', tag: 'unreached' }]);
    expect(caught.state.ended?.outcome).toBe('completed');
  });
});

describe('events that do not fit', () => {
  const doc = flowDoc(
    {
      start,
      menu: sampleNode('send-buttons', 0, 0, {
        body: '?',
        buttons: [{ id: 'yes', title: 'Yes' }],
        timeoutMs: 60_000,
      }),
    },
    [['start', 'next', 'menu']],
  );
  const reply: EngineEvent = { kind: 'reply', message: presses('yes') };

  it.each<[string, EngineEvent[], EngineEvent, Date?]>([
    ['a reply while a send is under way', [started], reply],
    ['a deadline while a send is under way', [started], { kind: 'deadline' }],
    ['the result of another send', [started], sent(2)],
    ['a result that comes twice', [started, sent(1)], sent(1)],
    [
      'a deadline that is not due',
      [started, sent(1)],
      { kind: 'deadline' },
      new Date(NOW.getTime() + 59_999),
    ],
    [
      'a reply that is no option while other is open',
      [started, sent(1)],
      { kind: 'reply', message: says('hm') },
    ],
    ['a reply after the end', [started, failed(1), stop], reply],
    ['a reply while a failed step waits for a decision', [started, failed(1)], reply],
    ['a decision while nothing has failed', [started, sent(1)], { kind: 'decision', action: 'retry' }],
    ['a reply before the start', [], reply],
  ])('%s changes nothing', (_name, before, event, now) => {
    const flow = compileFlow(doc);
    const { state } = play(doc, before);
    const result = advance(flow, state, event, facts(), now ?? NOW);
    expect(result).toEqual({ state, commands: [], trace: [] });
  });

  it('a deadline that is due goes to no-reply', () => {
    const { state } = play(doc, [started, sent(1)]);
    const later = new Date(NOW.getTime() + 60_000);
    const result = advance(compileFlow(doc), state, { kind: 'deadline' }, facts(), later);
    expect(result.trace).toMatchObject([{ port: 'no-reply' }]);
  });
});

describe('a delay', () => {
  const doc = (exitOnReply: boolean) =>
    flowDoc(
      { start, pause: delay(60_000), after: tag('after') },
      [
        ['start', 'next', 'pause'],
        ['pause', 'next', 'after'],
      ],
      { rules: { ...defaultRules, exitOn: { ...defaultRules.exitOn, reply: exitOnReply } } },
    );
  const reply: EngineEvent = {
    kind: 'happened',
    event: { key: 'replied', data: {}, at: NOW.toISOString() },
  };

  it('ignores a reply, or ends by it when the flow says so', () => {
    expect(play(doc(false), [started, reply])).toMatchObject({
      state: { wait: { kind: 'delay' } },
      trace: [],
    });
    expect(play(doc(true), [started, reply]).state.ended).toEqual({ outcome: 'exited', reason: 'replied' });
  });
});

describe('changes of the same advance', () => {
  it('are seen by what follows', () => {
    const doc = flowDoc(
      {
        start,
        mark: tag('hot'),
        set: sampleNode('set-attribute', 0, 0, { name: 'city', valueType: 'text', value: 'Oslo' }),
        branch: hasTag('hot'),
        hello: text('Hello {{ contact.attributes.city }}: {{ contact.tags | join: ", " }}'),
      },
      [
        ['start', 'next', 'mark'],
        ['mark', 'next', 'set'],
        ['set', 'next', 'branch'],
        ['branch', 'branch:has', 'hello'],
      ],
    );
    expect(play(doc, [started]).commands.map((command) => command.kind)).toEqual([
      'addTag',
      'setAttribute',
      'send',
    ]);
    expect(play(doc, [started]).commands.at(-1)).toMatchObject({ content: { text: 'Hello Oslo: vip, hot' } });
  });
});

describe('limits', () => {
  const events = (state: RunState): EngineEvent =>
    state.wait?.kind === 'send' ? sent(state.sends) : { kind: 'deadline' };
  const playOut = (doc: FlowDoc) => {
    const flow = compileFlow(doc);
    let { state } = advance(flow, initialState(), started, facts(), NOW);
    let now = NOW;
    for (let turns = 0; state.ended === null && turns < 2_000; turns += 1) {
      now = new Date(now.getTime() + 60_000);
      ({ state } = advance(flow, state, events(state), facts(), now));
    }
    return state;
  };

  it('end a loop in which nothing waits', () => {
    const doc = flowDoc({ start, a: tag('a'), b: tag('b') }, [
      ['start', 'next', 'a'],
      ['a', 'next', 'b'],
      ['b', 'next', 'a'],
    ]);
    const { state, commands } = play(doc, [started]);
    expect(state.ended).toEqual({ outcome: 'failed', reason: 'loop_without_wait' });
    expect(commands).toHaveLength(MAX_VISITS_WITHOUT_WAIT - 1);
  });

  it('end a loop that only sends: waiting for a result is no wait', () => {
    const doc = flowDoc({ start, a: text('spam') }, [
      ['start', 'next', 'a'],
      ['a', 'sent', 'a'],
    ]);
    expect(playOut(doc)).toMatchObject({ sends: 49, ended: { reason: 'loop_without_wait' } });
  });

  it('end a run after 500 visits, waits or not', () => {
    const doc = flowDoc({ start, a: delay(1_000), b: text('tick') }, [
      ['start', 'next', 'a'],
      ['a', 'next', 'b'],
      ['b', 'sent', 'a'],
    ]);
    expect(playOut(doc)).toMatchObject({
      visits: MAX_VISITS,
      ended: { outcome: 'failed', reason: 'too_many_steps' },
    });
  });
});

describe('broken documents', () => {
  it('fail at the broken step, by its failed port when that is connected', () => {
    const broken = { ...text('x'), data: { text: 5 } } as unknown as FlowDoc['nodes'][string];
    const unknown = { ...text('x'), type: 'teleport' } as unknown as FlowDoc['nodes'][string];
    const wait = (node: typeof broken) =>
      play(flowDoc({ start, node }, [['start', 'next', 'node']]), [started]).state.wait;
    expect(wait(broken)).toMatchObject({ kind: 'decision', code: 'broken_node' });
    expect(wait(unknown)).toMatchObject({ kind: 'decision', code: 'unknown_node_type' });
    const doc = flowDoc({ start, node: broken, then: tag('saved') }, [
      ['start', 'next', 'node'],
      ['node', 'failed', 'then'],
    ]);
    expect(play(doc, [started]).commands).toEqual([{ kind: 'addTag', tag: 'saved' }]);
  });

  it('leave out edges to nowhere, and take the first of two by its id', () => {
    const doc = flowDoc({ start, a: tag('a'), b: tag('b') }, [['start', 'next', 'nowhere']]);
    doc.edges['z'] = { from: { node: 'start', port: 'next' }, to: 'a' };
    doc.edges['y'] = { from: { node: 'start', port: 'next' }, to: 'b' };
    expect(play(doc, [started]).commands).toEqual([{ kind: 'addTag', tag: 'b' }]);
  });

  it('leave out edges from ports that the step does not have, its way to fail among them', () => {
    const nameless = sampleNode('goal', 0, 0, { name: '' });
    const doc = flowDoc({ start, goal: nameless }, [
      ['start', 'next', 'goal'],
      ['goal', 'failed', 'goal'],
    ]);
    expect(play(doc, [started]).state.wait).toMatchObject({ kind: 'decision', code: 'missing_goal' });
  });

  it('end a run whose step is no longer in the document', () => {
    const state: RunState = {
      ...initialState(),
      nodeId: 'x',
      wait: { kind: 'reply', nodeId: 'x', until: null },
    };
    const result = advance(
      compileFlow(flowDoc({ start }, [])),
      state,
      { kind: 'reply', message: says('a') },
      facts(),
      NOW,
    );
    expect(result.state.ended).toEqual({ outcome: 'failed', reason: 'node_not_found' });
  });

  it('change nothing while the clock is broken', () => {
    const doc = flowDoc({ start, pause: delay(1_000) }, [['start', 'next', 'pause']]);
    expect(play(doc, [started], { now: new Date(Number.NaN) }).state).toEqual(initialState());
  });
});

describe('a variable', () => {
  it('has its default until it is filled', () => {
    const doc = flowDoc(
      { start, hello: text('{{ answers.city }} {{ city }}') },
      [['start', 'next', 'hello']],
      {
        variables: { city: { type: 'text', default: 'Oslo' } },
      },
    );
    expect(play(doc, [started]).commands).toMatchObject([{ content: { text: 'Oslo Oslo' } }]);
  });
});
