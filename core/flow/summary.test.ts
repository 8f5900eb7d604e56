import { describe, expect, it } from 'vitest';
import { compileFlow, initialState } from './engine.ts';
import { newNode } from './nodes/registry.ts';
import type { RunState, RunWait } from './run.ts';
import { welcomeFlow } from './samples/welcome.ts';
import { describeWait, nodeSummary, nodeTitle } from './summary.ts';

const flow = compileFlow(welcomeFlow);
const waiting = (wait: RunWait): RunState => ({ ...initialState(), nodeId: wait.nodeId, wait });

describe('describeWait', () => {
  it('says in words where a run is', () => {
    const until = '2026-11-24T09:00:00.000Z';
    expect(describeWait(flow, initialState())).toBe('Not started');
    expect(describeWait(flow, waiting({ kind: 'reply', nodeId: 'askDay', until }))).toBe(
      'Waits for a reply at "Ask the day" until 2026-11-24 09:00 UTC',
    );
    expect(describeWait(flow, waiting({ kind: 'reply', nodeId: 'askDay', until: null }))).toBe(
      'Waits for a reply at "Ask the day"',
    );
    expect(describeWait(flow, waiting({ kind: 'send', nodeId: 'confirm', ordinal: 4 }))).toBe(
      'Sends message 4 at "Confirm the visit"',
    );
    expect(describeWait(flow, waiting({ kind: 'delay', nodeId: 'gone', until }))).toBe(
      'Waits at unknown step gone until 2026-11-24 09:00 UTC',
    );
    const ended: RunState = { ...initialState(), ended: { outcome: 'failed', reason: 'window_closed' } };
    expect(describeWait(flow, ended)).toBe('Ended as failed: window_closed');
  });
});

describe('nodeTitle and nodeSummary', () => {
  it('take the label, else the title of the type', () => {
    const node = newNode('delay', { x: 0, y: 0 });
    expect(nodeTitle(node)).toBe('Delay');
    expect(nodeSummary(node)).toBe('Waits 1 day');
    expect(nodeTitle({ ...node, data: { ...node.data, label: ' Sleep ' } } as typeof node)).toBe('Sleep');
    expect(nodeSummary({ ...node, data: {} } as typeof node)).toBe('');
  });
});
