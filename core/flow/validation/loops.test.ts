import { describe, expect, it } from 'vitest';
import type { FlowDoc } from '../document.ts';
import { defaultRules } from '../document.ts';
import { newNode } from '../nodes/registry.ts';
import type { FlowNode } from '../nodes/registry.ts';
import { flowDoc } from '../testing.ts';
import { DAY, delay, end, found, hear, HOUR, jump, line, say, start } from './testing.ts';

type Nodes = Record<string, FlowNode>;
type Edges = [string, string, string][];

describe('loops', () => {
  const remind = (nodes: Nodes, edges: Edges, change: Partial<FlowDoc> = {}) =>
    found(
      'loop-unbounded',
      flowDoc({ start, hello: say('Hi'), ...nodes }, [['start', 'next', 'hello'], ...edges], change),
    );
  const byTime: Edges = [
    ['hello', 'sent', 'pause'],
    ['pause', 'next', 'hello'],
  ];

  it('cycle-without-wait: a trigger that a line leads back to waits for nothing', () => {
    const closing = newNode('window-trigger', { x: 0, y: 0 });
    const doc = flowDoc({ start, closing }, [
      ['start', 'next', 'closing'],
      ['closing', 'next', 'closing'],
    ]);
    expect(found('cycle-without-wait', doc)).toEqual(['closing']);
  });

  it('loop-unbounded: a loop by time alone', () => {
    expect(remind({ pause: delay(1) }, byTime)).toEqual(['hello']);
  });

  it('no loop-unbounded when the person drives it, a jump counts it, or the flow has a time limit', () => {
    const driven: Edges = [
      ['hello', 'sent', 'heard'],
      ['heard', 'reply', 'hello'],
    ];
    expect(remind({ heard: hear(1) }, driven)).toEqual([]);
    const counted: Edges = [
      ['hello', 'sent', 'pause'],
      ['pause', 'next', 'again'],
      ['again', 'exceeded', 'end'],
    ];
    expect(remind({ pause: delay(1), again: jump('hello', 3), end }, counted)).toEqual([]);
    const limited = { rules: { ...defaultRules, timeoutMs: DAY } };
    expect(remind({ pause: delay(1) }, byTime, limited)).toEqual([]);
  });

  it('loop-unbounded: also when a jump that is used up leads back', () => {
    const edges: Edges = [
      ['hello', 'sent', 'pause'],
      ['pause', 'next', 'again'],
      ['again', 'exceeded', 'hello'],
    ];
    expect(remind({ pause: delay(1), again: jump('hello', 3) }, edges)).toEqual(['again']);
  });

  it('cycle-without-wait: a counted loop is fine while its rounds fit between two waits', () => {
    const retry = (max: number) =>
      found(
        'cycle-without-wait',
        flowDoc({ start, hello: say('Hi'), again: jump('hello', max), end }, [
          ['start', 'next', 'hello'],
          ['hello', 'sent', 'again'],
          ['again', 'exceeded', 'end'],
        ]),
      );
    expect(retry(3)).toEqual([]);
    expect(retry(30)).toEqual(['again']);
  });

  it('target-missing and dangling-edge: a jump leads to a step that is there, and by no edge', () => {
    const doc = flowDoc({ start, again: jump('gone', 3), end }, [
      ['start', 'next', 'again'],
      ['again', 'exceeded', 'end'],
      ['again', 'target', 'end'],
    ]);
    expect(found('target-missing', doc)).toEqual(['again target']);
    expect(found('dangling-edge', doc)).toEqual(['again port:target']);
    expect(found('missing-branch', doc)).toEqual([]);
  });

  it('unreachable-node: a jump leads there too', () => {
    const doc = flowDoc({ start, again: jump('island', 1), island: say('Hi'), end }, [
      ['start', 'next', 'again'],
      ['again', 'exceeded', 'end'],
      ['island', 'sent', 'end'],
    ]);
    expect(found('unreachable-node', doc)).toEqual([]);
  });

  it('wait-longer-than-flow-timeout: a wait, or waits together, that the limit cuts short', () => {
    const limited = { rules: { ...defaultRules, timeoutMs: 20 * HOUR } };
    const code = 'wait-longer-than-flow-timeout';
    expect(found(code, line({ start, a: delay(30), end }, limited))).toEqual(['a']);
    expect(found(code, line({ start, a: delay(12), b: delay(12), c: delay(30), end }, limited))).toEqual([
      'b',
    ]);
    expect(found(code, line({ start, a: delay(12), b: delay(6), end }, limited))).toEqual([]);
    expect(found(code, line({ start, a: delay(30), end }))).toEqual([]);
  });
});
