/** What the rules of a flow do to its runs, played on a movable clock. */
import { describe, expect, it } from 'vitest';
import { defaultRules } from './document.ts';
import type { FlowRules } from './document.ts';
import { advance, compileFlow, deadlineOf, initialState, listensTo } from './engine.ts';
import type { NodeData } from './nodes/registry.ts';
import { sampleNode } from './samples/build.ts';
import { simulate } from './simulate.ts';
import type { SimulatedAction, Simulation } from './simulate.ts';
import { facts, flowDoc, NOW, templates } from './testing.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const template = sampleNode('send-template', 0, 0, {
  name: 'thanks_update',
  language: 'en_US',
  header: [],
  body: ['{{ contact.firstName }}'],
});
const delay = (durationMs: number) => sampleNode('delay', 0, 0, { mode: 'duration', durationMs });

/** Starts on the tag `lead`: a template, a delay of a day, another template. */
const drip = (rules: Partial<FlowRules>) =>
  flowDoc(
    {
      start: sampleNode('tag-trigger', 0, 0, { tag: 'lead' }),
      one: template,
      pause: delay(DAY),
      two: template,
    },
    [
      ['start', 'next', 'one'],
      ['one', 'sent', 'pause'],
      ['pause', 'next', 'two'],
    ],
    { rules: { ...defaultRules, ...rules } },
  );

const play = (
  rules: Partial<FlowRules>,
  script: SimulatedAction[],
  now: string,
  timeZone = 'Europe/Berlin',
) => simulate(drip(rules), script, { templates, now: new Date(now), contact: { timeZone } });
const sendTimes = (simulation: Simulation) =>
  simulation.transcript.flatMap((entry) => (entry.kind === 'outbound' ? [entry.at] : []));

describe('quiet hours', () => {
  const quiet = { quietHours: { from: '21:00', to: '08:00' } };

  it('hold a message that nobody expects until they end, in the contact’s time zone', () => {
    const simulation = play(quiet, [{ kind: 'tag', tag: 'lead' }], '2026-11-24T21:30:00Z');
    expect(sendTimes(simulation)).toEqual([]);
    expect(simulation.state.wait).toMatchObject({ kind: 'delay', hold: 'quietHours', nodeId: 'one' });
    simulation.do({ kind: 'wait', ms: 12 * HOUR });
    // 08:00 in Berlin in November.
    expect(sendTimes(simulation)).toEqual(['2026-11-25T07:00:00.000Z']);
  });

  it('let an answer through', () => {
    const doc = flowDoc(
      {
        start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'hi' }] }),
        hello: sampleNode('send-text', 0, 0, { text: 'Hello' }),
      },
      [['start', 'next', 'hello']],
      { rules: { ...defaultRules, ...quiet } },
    );
    const simulation = simulate(doc, [{ kind: 'say', text: 'hi' }], {
      now: new Date('2026-11-24T23:30:00Z'),
    });
    expect(sendTimes(simulation)).toEqual(['2026-11-24T23:30:00.000Z']);
  });

  it('let what follows a message through that the flow waited for as an event, and hold it after another event', () => {
    const waitFor = (event: NodeData<'wait-for-event'>['event']) =>
      flowDoc(
        {
          start: sampleNode('tag-trigger', 0, 0, { tag: 'lead' }),
          wait: sampleNode('wait-for-event', 0, 0, { event, saves: [], timeoutMs: null }),
          hello: sampleNode('send-text', 0, 0, { text: 'Hello' }),
        },
        [
          ['start', 'next', 'wait'],
          ['wait', 'happened', 'hello'],
        ],
        { rules: { ...defaultRules, ...quiet } },
      );
    const at = { now: new Date('2026-11-24T23:30:00Z') };
    const lead: SimulatedAction = { kind: 'tag', tag: 'lead' };
    const wrote = simulate(waitFor({ kind: 'replied' }), [lead, { kind: 'say', text: 'hi' }], at);
    expect(sendTimes(wrote)).toEqual(['2026-11-24T23:30:00.000Z']);
    const tagged = simulate(
      waitFor({ kind: 'tag_added', name: 'vip' }),
      [lead, { kind: 'tag', tag: 'vip' }],
      at,
    );
    expect(tagged.state.wait).toMatchObject({ hold: 'quietHours', nodeId: 'hello' });
  });
});

describe('the frequency cap', () => {
  it('holds a message until the period since the oldest counted one is over', () => {
    const rules = { frequencyCap: { max: 1, periodMs: 3 * DAY } };
    const script: SimulatedAction[] = [
      { kind: 'tag', tag: 'lead' },
      { kind: 'wait', ms: 2 * DAY },
    ];
    const simulation = play(rules, script, '2026-11-24T09:00:00Z');
    expect(simulation.state.wait).toMatchObject({ hold: 'frequencyCap', until: '2026-11-27T09:00:00.000Z' });
    simulation.do({ kind: 'wait', ms: DAY });
    expect(sendTimes(simulation)).toEqual(['2026-11-24T09:00:00.000Z', '2026-11-27T09:00:00.000Z']);
  });
});

describe('the frequency cap, after a message that was refused', () => {
  it('lets the next one through', () => {
    const script: SimulatedAction[] = [
      { kind: 'failSends', times: 1, code: '131026' },
      { kind: 'tag', tag: 'lead' },
      { kind: 'decide', action: 'retry' },
    ];
    const simulation = play({ frequencyCap: { max: 1, periodMs: DAY } }, script, '2026-11-24T09:00:00Z');
    expect(simulation.state.wait).toMatchObject({ kind: 'delay', nodeId: 'pause' });
  });
});

describe('the flow’s time-out', () => {
  it('ends the run wherever it waits', () => {
    const script: SimulatedAction[] = [
      { kind: 'tag', tag: 'lead' },
      { kind: 'wait', ms: DAY },
    ];
    const simulation = play({ timeoutMs: 6 * HOUR }, script, '2026-11-24T09:00:00Z');
    expect(simulation.transcript.at(-1)).toEqual({
      kind: 'ended',
      at: '2026-11-24T15:00:00.000Z',
      outcome: 'exited',
      reason: 'flow_timeout',
    });
  });
});

describe('the flow’s time-out, when the host was late', () => {
  it('ends the run before anything more goes out, though its delay was due first', () => {
    const flow = compileFlow(drip({ timeoutMs: 2 * DAY }));
    const started = { kind: 'started', triggerNodeId: 'start', message: null } as const;
    const asked = advance(flow, initialState(), started, facts(), NOW);
    const sent = { kind: 'sendResult', ordinal: 1, result: { outcome: 'sent' } } as const;
    const delayed = advance(flow, asked.state, sent, facts(), NOW);
    const late = new Date(NOW.getTime() + 3 * DAY);
    const { state, commands } = advance(flow, delayed.state, { kind: 'deadline' }, facts(), late);
    expect(state.ended).toEqual({ outcome: 'exited', reason: 'flow_timeout' });
    expect(commands).toEqual([]);
  });
});

describe('exit rules', () => {
  const exitOn = {
    reply: true,
    takeover: true,
    tags: ['customer'],
    events: ['order.paid'],
    goals: ['booked'],
  };
  const standing: SimulatedAction[] = [{ kind: 'tag', tag: 'lead' }];

  it.each<[string, SimulatedAction]>([
    ['replied', { kind: 'say', text: 'stop please' }],
    ['tag_added', { kind: 'tag', tag: 'customer' }],
    ['taken_over', { kind: 'event', key: 'taken_over:this' }],
    ['api_event', { kind: 'event', key: 'api_event:order.paid' }],
    ['goal', { kind: 'event', key: 'goal:booked' }],
  ])('end a run that waits: %s', (reason, action) => {
    const simulation = play({ exitOn }, [...standing, action], '2026-11-24T09:00:00Z');
    expect(simulation.state.ended).toEqual({ outcome: 'exited', reason });
  });

  it('leave the run alone when something else happens', () => {
    const simulation = play({ exitOn }, [...standing, { kind: 'tag', tag: 'vip' }], '2026-11-24T09:00:00Z');
    expect(simulation.state.wait?.kind).toBe('delay');
  });

  it('are what the run listens to, until it ends', () => {
    const flow = compileFlow(drip({ exitOn }));
    expect(listensTo(flow, initialState())).toEqual([
      'replied',
      'taken_over:this',
      'tag_added:customer',
      'api_event:order.paid',
      'goal:booked',
    ]);
    const ended = { ...initialState(), ended: { outcome: 'exited', reason: 'replied' } as const };
    expect(listensTo(flow, ended)).toEqual([]);
  });
});

describe('a run that no message started, while another one talks with the person', () => {
  const started = { kind: 'started', triggerNodeId: 'start', message: null } as const;
  const busy = facts({ conversation: { mode: 'bot', windowExpiresAt: null, isBusy: true } });

  it('waits until the conversation is free', () => {
    const flow = compileFlow(drip({}));
    const { state, commands } = advance(flow, initialState(), started, busy, NOW);
    expect(state.wait).toEqual({ kind: 'turn', nodeId: 'start', until: null });
    expect(commands).toEqual([]);
    expect(advance(flow, state, { kind: 'conversationFree' }, busy, NOW).state).toEqual(state);
    const after = advance(flow, state, { kind: 'conversationFree' }, facts(), NOW);
    expect(after.commands).toMatchObject([{ kind: 'send', nodeId: 'one' }]);
  });

  it('starts beside it when the flow says so', () => {
    const flow = compileFlow(drip({ overlap: 'start' }));
    expect(advance(flow, initialState(), started, busy, NOW).commands).toHaveLength(1);
  });

  it('still times out', () => {
    const flow = compileFlow(drip({ timeoutMs: HOUR }));
    const { state } = advance(flow, initialState(), started, busy, NOW);
    expect(deadlineOf(flow, state)).toBe(new Date(NOW.getTime() + HOUR).toISOString());
  });
});
