import { describe, expect, it } from 'vitest';
import type { FlowDoc } from '../document.ts';
import { defaultRules } from '../document.ts';
import { newNode } from '../nodes/registry.ts';
import { sampleNode } from '../samples/build.ts';
import { flowDoc } from '../testing.ts';
import { validateFlow } from '../validate.ts';
import type { ValidationContext } from '../validate.ts';
import { delay, end, hear, HOUR, line, say, start } from './testing.ts';

describe('window-maybe-closed with rules and called flows', () => {
  const problems = (doc: FlowDoc, context?: ValidationContext) =>
    validateFlow(doc, context)
      .filter(({ code }) => code === 'window-maybe-closed')
      .map(({ severity, nodeId }) => `${severity} ${nodeId}`);
  const quiet = { rules: { ...defaultRules, quietHours: { from: '21:00', to: '09:00' } } };

  it('quiet hours may hold a message back until the window has closed', () => {
    expect(problems(line({ start, a: delay(14), hello: say('Hi') }))).toEqual([]);
    expect(problems(line({ start, a: delay(14), hello: say('Hi') }, quiet))).toEqual(['warning hello']);
    expect(problems(line({ start, a: delay(10), hello: say('Hi') }, quiet))).toEqual([]);
  });

  it('quiet hours hold the first message of a night only, and never an answer', () => {
    expect(problems(line({ start, a: delay(6), hello: say('Hi'), more: say('Hi') }, quiet))).toEqual([]);
    expect(problems(line({ start, a: delay(30), b: hear(null), hello: say('Hi') }, quiet))).toEqual([]);
  });

  it('the frequency cap may hold back each message that answers nobody', () => {
    const capped = { rules: { ...defaultRules, frequencyCap: { max: 1, periodMs: 10 * HOUR } } };
    const doc = line({ start, a: delay(1), one: say('1'), two: say('2'), three: say('3') }, capped);
    expect(problems(doc)).toEqual(['warning three']);
  });

  it('a flow that ends sooner never gets that far', () => {
    const limited = { rules: { ...defaultRules, timeoutMs: 20 * HOUR } };
    expect(problems(line({ start, a: delay(30), hello: say('Hi') }, limited))).toEqual([]);
  });

  it('looks into called flows', () => {
    const sub = sampleNode('subflow', 0, 0, { flowId: 'f', version: 1, inputs: [], outputs: [] });
    const called = newNode('subflow-trigger', { x: 0, y: 0 });
    const doc = flowDoc({ start, sub, hello: say('Hi') }, [
      ['start', 'next', 'sub'],
      ['sub', 'completed', 'hello'],
    ]);
    expect(problems(doc, { subflows: { 'f/1': line({ called, a: delay(30), end }) } })).toEqual([
      'error hello',
    ]);
    expect(
      problems(doc, { subflows: { 'f/1': line({ called, a: delay(30), b: hear(null), end }) } }),
    ).toEqual([]);
    expect(problems(doc)).toEqual([]);
  });

  it('a wait for an event takes as long as it may, unless the event is a message', () => {
    const event = (kind: 'api_event' | 'replied') =>
      sampleNode('wait-for-event', 0, 0, {
        event: kind === 'replied' ? { kind } : { kind, name: 'paid' },
        saves: [],
        timeoutMs: 30 * HOUR,
      });
    const after = (kind: 'api_event' | 'replied') =>
      problems(
        flowDoc({ start, event: event(kind), hello: say('Hi') }, [
          ['start', 'next', 'event'],
          ['event', 'happened', 'hello'],
        ]),
      );
    expect(after('api_event')).toEqual(['error hello']);
    expect(after('replied')).toEqual([]);
  });
});
