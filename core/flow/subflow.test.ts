/** A flow that runs another one as a step, played by the engine. */
import { describe, expect, it } from 'vitest';
import { compileFlow } from './compile.ts';
import type { FlowDoc } from './document.ts';
import { MAX_CALLED_NODES, MAX_SUBFLOW_DEPTH, subflowKey } from './library.ts';
import { sampleNode } from './samples/build.ts';
import { simulate } from './simulate.ts';
import type { SimulatedAction } from './simulate.ts';
import { describeWait } from './summary.ts';
import { flowDoc } from './testing.ts';

const DAY = 86_400_000;
const start = sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'hi' }] });
const text = (body: string) => sampleNode('send-text', 0, 0, { text: body });
const called = sampleNode('subflow-trigger', 0, 0, {});
const call = (flowId: string) =>
  sampleNode('subflow', 0, 0, {
    label: 'Ask the day',
    flowId,
    version: 1,
    inputs: [{ name: 'service', value: 'haircut' }],
    outputs: [{ name: 'day', variable: 'visit' }],
  });

const askDay = flowDoc(
  {
    entry: called,
    ask: sampleNode('ask', 0, 0, {
      text: 'Which day for your {{ service }}?',
      saveAs: 'day',
      validation: { kind: 'text' },
      tries: 1,
      retryText: '',
      timeoutMs: null,
    }),
  },
  [['entry', 'next', 'ask']],
  { variables: { service: { type: 'text', role: 'input' }, day: { type: 'text', role: 'output' } } },
);
const caller = (edges: [string, string, string][] = []) =>
  flowDoc(
    { start, book: call('ask-day'), done: text('See you on {{ visit }}{{ day }}!'), sorry: text('Sorry') },
    [['start', 'next', 'book'], ['book', 'completed', 'done'], ...edges],
  );
const library = { [subflowKey({ flowId: 'ask-day', version: 1 })]: askDay };
const play = (doc: FlowDoc, script: SimulatedAction[], flows: Record<string, FlowDoc> = library) =>
  simulate(doc, script, { library: flows });
const texts = (simulation: ReturnType<typeof play>) =>
  simulation.transcript.flatMap((entry) => (entry.kind === 'outbound' ? [entry.text] : []));

describe('a subflow', () => {
  it('gets its inputs, waits inside, and gives its outputs back; other variables stay its own', () => {
    const simulation = play(caller(), [{ kind: 'say', text: 'hi' }]);
    expect(simulation.state).toMatchObject({
      nodeId: 'book/ask',
      wait: { kind: 'reply', nodeId: 'book/ask' },
    });
    expect(describeWait(simulation.flow, simulation.state)).toBe('Waits for a reply at "Ask"');
    simulation.do({ kind: 'say', text: 'Friday' });
    expect(texts(simulation)).toEqual(['Which day for your haircut?', 'See you on Friday!']);
    expect(simulation.state).toMatchObject({
      outer: [],
      variables: { visit: 'Friday' },
      ended: { outcome: 'completed' },
    });
  });

  it('that fails inside takes the failed port of the step that called it', () => {
    const script: SimulatedAction[] = [
      { kind: 'failSends', times: 1, code: 'blocked' },
      { kind: 'say', text: 'hi' },
    ];
    const simulation = play(caller([['book', 'failed', 'sorry']]), script);
    expect(texts(simulation)).toEqual(['Which day for your haircut?', 'Sorry']);
    expect(simulation.trace).toContainEqual({
      nodeId: 'book',
      nodeType: 'subflow',
      port: 'failed',
      problem: 'blocked',
    });
  });

  it('that fails inside waits there for a decision when no caller has a way out', () => {
    const script: SimulatedAction[] = [
      { kind: 'failSends', times: 1, code: 'blocked' },
      { kind: 'say', text: 'hi' },
    ];
    const simulation = play(caller(), script);
    expect(simulation.state.wait).toMatchObject({ kind: 'decision', nodeId: 'book/ask' });
    simulation.do({ kind: 'decide', action: 'retry' });
    simulation.do({ kind: 'say', text: 'Friday' });
    expect(simulation.state.ended?.outcome).toBe('completed');
  });

  it('that is not there, or can’t be called, is a failure of the step', () => {
    const wait = (flows: Record<string, FlowDoc>) =>
      play(caller(), [{ kind: 'say', text: 'hi' }], flows).state.wait;
    expect(wait({})).toMatchObject({ kind: 'decision', code: 'subflow_not_found' });
    expect(wait({ 'ask-day/1': flowDoc({ start }, []) })).toMatchObject({ code: 'subflow_without_start' });
  });

  it('that calls itself ends at the depth limit', () => {
    const again = flowDoc({ entry: called, more: call('again') }, [['entry', 'next', 'more']]);
    const doc = flowDoc({ start, more: call('again') }, [['start', 'next', 'more']]);
    const { state } = play(doc, [{ kind: 'say', text: 'hi' }], { 'again/1': again });
    expect(state.wait).toMatchObject({ kind: 'decision', code: 'subflow_too_deep' });
    expect(state.outer).toHaveLength(MAX_SUBFLOW_DEPTH);
    expect(compileFlow(doc, { 'again/1': again }).nodes.size).toBe(2);
  });

  it('is compiled once for all steps that call it, so that many calls on many levels cost no more', () => {
    const calls = (flowId: string) =>
      Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`c${index}`, call(flowId)]));
    const flows = Object.fromEntries(
      [1, 2, 3, 4].map((level) => [`f${level}/1`, flowDoc({ entry: called, ...calls(`f${level + 1}`) }, [])]),
    );
    const { nodes } = compileFlow(flowDoc(calls('f1'), []), { ...flows, 'f5/1': askDay });
    expect(new Set([...nodes.values()].map(({ subflow }) => subflow)).size).toBe(1);
  });

  it('is refused, with what all others call, when they have more steps together than a flow may call', () => {
    const filler = (count: number) =>
      flowDoc(
        {
          entry: called,
          ...Object.fromEntries(Array.from({ length: count - 1 }, (_, index) => [`n${index}`, text('x')])),
        },
        [],
      );
    const outcome = (count: number) =>
      play(
        flowDoc({ start, first: call('a'), second: call('a'), third: call('b') }, [
          ['start', 'next', 'first'],
        ]),
        [{ kind: 'say', text: 'hi' }],
        { 'a/1': filler(MAX_CALLED_NODES / 2), 'b/1': filler(count) },
      ).state;
    expect(outcome(MAX_CALLED_NODES / 2).ended).toMatchObject({ outcome: 'completed' });
    expect(outcome(MAX_CALLED_NODES / 2 + 1).wait).toMatchObject({
      kind: 'decision',
      nodeId: 'first',
      code: 'subflow_too_large',
    });
  });

  it('keeps its waits over time: a deadline inside goes on inside', () => {
    const drip = flowDoc(
      { entry: called, pause: sampleNode('delay', 0, 0, { mode: 'duration', durationMs: DAY }) },
      [['entry', 'next', 'pause']],
    );
    const simulation = play(
      caller(),
      [
        { kind: 'say', text: 'hi' },
        { kind: 'wait', ms: DAY - 1 },
      ],
      {
        'ask-day/1': drip,
      },
    );
    expect(simulation.state.wait?.nodeId).toBe('book/pause');
    simulation.do({ kind: 'wait', ms: 1 });
    expect(simulation.state.nodeId).toBe('done');
  });
});

describe('inputs of a subflow', () => {
  const inner = flowDoc(
    {
      entry: called,
      check: sampleNode('condition', 0, 0, {
        branches: [
          {
            id: 'many',
            match: 'all',
            groups: [
              { match: 'all', tests: [{ subject: 'answers.guests', operator: 'at-least', value: '10' }] },
            ],
          },
        ],
      }),
      many: text('Many'),
      few: text('Few'),
      wait: sampleNode('wait-for-reply', 0, 0, { timeoutMs: null }),
    },
    [
      ['entry', 'next', 'check'],
      ['check', 'branch:many', 'many'],
      ['check', 'else', 'few'],
      ['many', 'sent', 'wait'],
      ['few', 'sent', 'wait'],
    ],
    {
      variables: {
        guests: { type: 'number', role: 'input', default: 2 },
        vip: { type: 'boolean', role: 'input' },
        day: { type: 'date', role: 'input' },
        place: { type: 'location', role: 'input' },
        city: { type: 'text', role: 'input' },
      },
    },
  );
  const handOver = (inputs: Record<string, string>, variables: FlowDoc['variables'] = {}) =>
    play(
      flowDoc(
        {
          start,
          call: sampleNode('subflow', 0, 0, {
            flowId: 'inner',
            version: 1,
            inputs: Object.entries(inputs).map(([name, value]) => ({ name, value })),
            outputs: [],
          }),
          sorry: text('Sorry'),
        },
        [
          ['start', 'next', 'call'],
          ['call', 'failed', 'sorry'],
        ],
        { variables },
      ),
      [{ kind: 'say', text: 'hi' }],
      { 'inner/1': inner },
    );

  it('are read as the types that it declares, so that its conditions can compare them', () => {
    const simulation = handOver({
      guests: '1,200',
      vip: 'yes',
      day: '24.11.2026',
      place: '52.52, 13.405',
      city: ' 10 ',
      other: '10',
    });
    expect(texts(simulation)).toEqual(['Many']);
    expect(simulation.state.variables).toEqual({
      guests: 1200,
      vip: true,
      day: '2026-11-24',
      place: '52.52,13.405',
      city: '10',
      // Not declared there.
      other: '10',
    });
  });

  it('keep what a variable of the caller is: a number, a yes or no, a day', () => {
    const simulation = handOver(
      { guests: '{{ answers.n }}', vip: '{{ answers.b }}', day: '{{ answers.d }}' },
      {
        n: { type: 'number', default: 12.5 },
        b: { type: 'boolean', default: false },
        d: { type: 'date', default: '2026-02-28' },
      },
    );
    expect(simulation.state.variables).toEqual({ guests: 12.5, vip: false, day: '2026-02-28' });
  });

  it('leave the default where they are empty', () => {
    expect(texts(handOver({ guests: '{{ answers.nobody }}' }))).toEqual(['Few']);
  });

  it('that can’t be read are a failure of the step, before anything of the other flow runs', () => {
    const unreadable: Record<string, string>[] = [
      { guests: 'a dozen' },
      { vip: 'perhaps' },
      { day: '31.02.2026' },
      { place: 'here' },
    ];
    for (const inputs of unreadable) {
      const simulation = handOver(inputs);
      expect(texts(simulation)).toEqual(['Sorry']);
      expect(simulation.state.outer).toEqual([]);
      expect(simulation.trace).toContainEqual({
        nodeId: 'call',
        nodeType: 'subflow',
        port: 'failed',
        problem: 'subflow_input_refused',
      });
    }
  });
});

describe('a jump', () => {
  const doc = flowDoc(
    {
      start,
      hello: text('Hello'),
      wait: sampleNode('wait-for-reply', 0, 0, { timeoutMs: null }),
      again: sampleNode('jump', 0, 0, { target: 'hello', maxVisits: 2 }),
      enough: text('Enough'),
    },
    [
      ['start', 'next', 'hello'],
      ['hello', 'sent', 'wait'],
      ['wait', 'reply', 'again'],
      ['again', 'exceeded', 'enough'],
    ],
  );

  it('goes on at its target as often as it may, then takes the other way', () => {
    const say: SimulatedAction = { kind: 'say', text: 'hi' };
    expect(texts(play(doc, [say, say, say, say]))).toEqual(['Hello', 'Hello', 'Hello', 'Enough']);
  });
});
