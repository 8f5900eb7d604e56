import { describe, expect, it } from 'vitest';
import { parseFlow } from '../parse.ts';
import { simulate } from '../simulate.ts';
import type { SimulatedAction, Simulation } from '../simulate.ts';
import { templates } from '../testing.ts';
import { validateFlow } from '../validate.ts';
import { followUpDripFlow } from './follow-up-drip.ts';
import { optInFlow } from './opt-in.ts';
import { welcomeFlow } from './welcome.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const run = (script: SimulatedAction[]) => simulate(welcomeFlow, script, { templates });
const drip = (script: SimulatedAction[], windowExpiresAt: string | null = null) =>
  simulate(followUpDripFlow, script, { templates, windowExpiresAt });
const sent = (simulation: Simulation) =>
  simulation.transcript.flatMap((entry) => (entry.kind === 'outbound' ? [entry.nodeId] : []));
const texts = (simulation: Simulation) =>
  simulation.transcript.flatMap((entry) => (entry.kind === 'outbound' ? [entry.text] : []));

describe.each([
  ['Welcome', welcomeFlow],
  ['Follow-up drip', followUpDripFlow],
  ['Opt-in', optInFlow],
])('the sample %s', (_name, doc) => {
  it('parses and has no problems', () => {
    expect(parseFlow(JSON.parse(JSON.stringify(doc)))).toEqual({ ok: true, doc });
    expect(validateFlow(doc, { templates })).toEqual([]);
  });

  it('has cards that do not overlap', () => {
    const places = Object.values(doc.nodes).map((node) => node.ui);
    for (const [index, a] of places.entries()) {
      for (const b of places.slice(index + 1))
        expect(Math.abs(a.x - b.x) >= 300 || Math.abs(a.y - b.y) >= 200).toBe(true);
    }
  });
});

describe('Welcome', () => {
  it('greets with the first name and offers three buttons', () => {
    const simulation = run([{ kind: 'say', text: 'Hello!' }]);
    expect(simulation.transcript.at(-1)).toMatchObject({
      kind: 'outbound',
      text: 'Hi Maya! How can we help you today?',
      content: { buttons: [{ title: 'Book a visit' }, { title: 'Prices' }, { title: 'Talk to a person' }] },
    });
  });

  it('greets someone without a name', () => {
    const simulation = simulate(welcomeFlow, [{ kind: 'say', text: 'hi' }], { contact: { name: null } });
    expect(texts(simulation)).toEqual(['Hi there! How can we help you today?']);
  });

  it('books: asks name and day, confirms with both and tags', () => {
    const simulation = run([
      { kind: 'say', text: 'hi' },
      { kind: 'press', id: 'book', title: 'Book a visit' },
      { kind: 'say', text: 'Maya' },
      { kind: 'press', id: 'thursday', title: 'Thursday' },
    ]);
    expect(texts(simulation).at(-1)).toBe('All set, Maya: we look forward to seeing you on Thursday.');
    expect(simulation.facts.contact.tags).toEqual(['booked']);
    expect(simulation.state.ended).toEqual({ outcome: 'completed', reason: 'Visit booked' });
    expect(simulation.trace.map((step) => `${step.nodeId}>${step.port ?? ''}`)).toEqual([
      'start>next',
      'greet>',
      'greet>button:book',
      'askName>',
      'askName>valid',
      'askDay>',
      'askDay>valid',
      'confirm>sent',
      'tagBooked>next',
      'booked>',
    ]);
  });

  it('takes a typed day or its number', () => {
    for (const [typed, day] of [
      ['friday', 'Friday'],
      ['2', 'Tuesday'],
    ] as const) {
      const simulation = run([
        { kind: 'say', text: 'hi' },
        { kind: 'say', text: '1' },
        { kind: 'say', text: 'Maya' },
        { kind: 'say', text: typed },
      ]);
      expect(simulation.state.variables).toEqual({ name: 'Maya', day });
    }
  });

  it('hands over to people after three answers that are no day', () => {
    const simulation = run([
      { kind: 'say', text: 'hi' },
      { kind: 'press', id: 'book' },
      { kind: 'say', text: 'Maya' },
      ...['someday', 'no idea', 'whenever'].map((text) => ({ kind: 'say', text }) as const),
    ]);
    expect(sent(simulation).filter((nodeId) => nodeId === 'askDay')).toHaveLength(3);
    expect(simulation.facts.conversation?.mode).toBe('human');
  });

  it('nudges once after 30 minutes and ends after 30 more', () => {
    const start: SimulatedAction = { kind: 'say', text: 'hi' };
    expect(sent(run([start, { kind: 'wait', ms: 30 * MINUTE - 1 }]))).toEqual(['greet']);
    expect(sent(run([start, { kind: 'wait', ms: 30 * MINUTE }]))).toEqual(['greet', 'nudge']);
    const silent = run([start, { kind: 'wait', ms: 10 * DAY }]);
    expect(sent(silent)).toEqual(['greet', 'nudge']);
    expect(silent.transcript.at(-1)).toEqual({
      kind: 'ended',
      at: '2026-01-05T10:00:00.000Z',
      outcome: 'exited',
      reason: 'No reply',
    });
  });

  it('answers prices, also from the nudge', () => {
    const simulation = run([
      { kind: 'say', text: 'hi' },
      { kind: 'skipToDeadline' },
      { kind: 'press', id: 'nudge_prices' },
    ]);
    expect(sent(simulation)).toEqual(['greet', 'nudge', 'sendPrices']);
    expect(simulation.state.ended?.outcome).toBe('completed');
  });

  it('hands over to the inbox with a note', () => {
    const simulation = run([
      { kind: 'say', text: 'hi' },
      { kind: 'say', text: 'talk to a person' },
    ]);
    expect(simulation.transcript).toContainEqual(
      expect.objectContaining({
        command: { kind: 'assign', assigneeId: null, teamId: null, note: 'Maya asks to talk to a person.' },
      }),
    );
    expect(simulation.state.ended?.outcome).toBe('completed');
  });
});

describe('Follow-up drip', () => {
  it('thanks by template when the window is closed, and follows up after 1 and 4 days', () => {
    const simulation = drip([
      { kind: 'tag', tag: 'lead' },
      { kind: 'wait', ms: 5 * DAY },
    ]);
    const times = simulation.transcript.flatMap((entry) =>
      entry.kind === 'outbound' ? [[entry.nodeId, entry.at]] : [],
    );
    expect(times).toEqual([
      ['thanksTemplate', '2026-01-05T09:00:00.000Z'],
      ['firstFollowUp', '2026-01-06T09:00:00.000Z'],
      ['secondFollowUp', '2026-01-09T09:00:00.000Z'],
    ]);
    expect(simulation.state.ended).toEqual({ outcome: 'completed', reason: 'All follow-ups sent' });
  });

  it('thanks as text when the person wrote in the last 24 hours', () => {
    expect(sent(drip([{ kind: 'tag', tag: 'lead' }], '2026-01-05T09:00:01.000Z'))).toEqual(['thanksText']);
  });

  it('stops when the person replies', () => {
    const simulation = drip([
      { kind: 'tag', tag: 'lead' },
      { kind: 'wait', ms: 2 * DAY },
      { kind: 'say', text: 'Tell me more' },
      { kind: 'wait', ms: 10 * DAY },
    ]);
    expect(sent(simulation)).toEqual(['thanksTemplate', 'firstFollowUp']);
    expect(simulation.state.ended).toEqual({ outcome: 'exited', reason: 'replied' });
  });
});
