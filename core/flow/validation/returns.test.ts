import { describe, expect, it } from 'vitest';
import type { FlowDoc } from '../document.ts';
import { sampleNode } from '../samples/build.ts';
import { simulate } from '../simulate.ts';
import { flowDoc } from '../testing.ts';
import { validateFlow } from '../validate.ts';
import { ask, branches, delay, end, found, HOUR, say, start, test } from './testing.ts';

const help = sampleNode('keyword-rule', 0, 0, { keywords: [{ match: 'exact', text: 'help' }] });
const failed = (times: number) => sampleNode('error-rule', 0, 0, { times });
const back = sampleNode('return', 0, 0, {});
const about = say('We only ask two things');
const happens = (doc: FlowDoc, ...texts: string[]) =>
  simulate(
    doc,
    texts.map((text) => ({ kind: 'say', text })),
  ).state.wait;
const nothing = { kind: 'decision', nodeId: 'back', code: 'nothing_interrupted' };

describe('a way back to which no rule leads', () => {
  it('has nothing to go back to', () => {
    const doc = flowDoc({ start, about, failed: failed(1), back }, [
      ['start', 'next', 'about'],
      ['about', 'sent', 'back'],
    ]);
    expect(found('return-without-rule', doc)).toEqual(['back']);
    expect(found('return-to-nothing', doc)).toEqual([]);
  });
});

describe('a way back to which triggers lead, too', () => {
  const doc = (more: [string, string, string][] = []) =>
    flowDoc({ start, x: ask('x'), about, help, back, end }, [
      ['start', 'next', 'x'],
      ['x', 'valid', 'about'],
      ['help', 'next', 'about'],
      ['about', 'sent', 'back'],
      ...more,
    ]);

  it('has nothing to go back to on the flow’s own way', () => {
    expect(happens(doc(), 'hi', 'Maya')).toMatchObject(nothing);
    expect(found('return-to-nothing', doc())).toEqual(['back']);
  });

  it('is fine where its port for that is connected, and where only rules lead there', () => {
    expect(found('return-to-nothing', doc([['back', 'failed', 'end']]))).toEqual([]);
    const { edges, ...rest } = doc();
    const apart = Object.entries(edges).filter(([, { from }]) => from.node !== 'x');
    expect(found('return-to-nothing', { ...rest, edges: Object.fromEntries(apart) })).toEqual([]);
  });
});

describe('the way of a rule that waits where triggers lead, too', () => {
  /** The rule leads to the flow's own question; `check` is meant to tell who came by the rule. */
  const doc = (question: FlowDoc['nodes'][string], port: string, more: [string, string, string][] = []) =>
    flowDoc(
      { start, x: ask('x'), y: question, check: branches(test('answers.x', 'is', 'a')), help, back, end },
      [
        ['start', 'next', 'x'],
        ['x', 'valid', 'y'],
        ['y', port, 'check'],
        ['check', 'branch:b0', 'back'],
        ['check', 'else', 'end'],
        ['help', 'next', 'y'],
        ...more,
      ],
    );

  it('has nothing to go back to after that, whatever is connected', () => {
    const asked = doc(ask('y'), 'valid');
    expect(happens(asked, 'hi', 'a', 'help', 'tea')).toMatchObject(nothing);
    expect(found('return-to-nothing', asked)).toEqual(['back']);
    expect(validateFlow(asked).find(({ code }) => code === 'return-to-nothing')?.message).toContain('"Ask"');
    expect(found('return-to-nothing', doc(ask('y'), 'valid', [['back', 'failed', 'end']]))).toEqual(['back']);
    expect(found('return-to-nothing', doc(delay(1), 'next', [['back', 'failed', 'end']]))).toEqual(['back']);
  });

  it('goes back when what it shares doesn’t wait', () => {
    expect(found('return-to-nothing', doc(say('y'), 'sent', [['back', 'failed', 'end']]))).toEqual([]);
  });

  it('may be one of several, of which another goes back', () => {
    const other = doc(ask('y'), 'valid', [
      ['back', 'failed', 'end'],
      ['more', 'next', 'back'],
    ]);
    other.nodes['more'] = sampleNode('answer-rule', 0, 0, { kinds: ['image'] });
    expect(found('return-to-nothing', other)).toEqual([]);
  });
});

describe('a rule about errors that goes back', () => {
  const doc = (times: number, between: FlowDoc['nodes'] = {}, port = 'sent') =>
    flowDoc({ start, a: say('A'), failed: failed(times), ...between, back }, [
      ['start', 'next', 'a'],
      ['failed', 'next', 'between' in between ? 'between' : 'back'],
      ['between', port, 'back'],
    ]);

  it('tries again without a wait where nothing waits before', () => {
    expect(found('retry-without-wait', doc(10))).toEqual(['failed']);
    expect(found('retry-without-wait', doc(2, { between: say('Sorry') }))).toEqual(['failed']);
  });

  it('is fine with a wait, or once', () => {
    const pause = sampleNode('delay', 0, 0, { mode: 'duration', durationMs: HOUR });
    expect(found('retry-without-wait', doc(10, { between: pause }, 'next'))).toEqual([]);
    expect(found('retry-without-wait', doc(1))).toEqual([]);
  });
});
