import { describe, expect, it } from 'vitest';
import type { FlowRun, FlowRunStep } from '../../../../../core/api/schemas.ts';
import { welcomeFlow } from '../../../../../core/flow/samples/welcome.ts';
import { runOverlay } from './run-overlay.ts';
import { temporalRunUrl } from '../../../shared/lib/temporal-url.ts';

const run = { id: 'r', currentNodeId: 'askName', endedAt: null } as FlowRun;
const step = (
  n: number,
  nodeId: string,
  port: string | null,
  problem: string | null = null,
): FlowRunStep => ({
  n,
  nodeId,
  nodeType: 'x',
  port,
  problem,
  messageIds: [],
  at: '2026-11-23T12:00:00Z',
});

describe('runOverlay', () => {
  it('numbers visits and marks the lines that were taken', () => {
    const overlay = runOverlay(welcomeFlow, run, [
      step(1, 'start', 'next'),
      step(2, 'greet', null),
      step(3, 'greet', 'button:book'),
      step(4, 'askName', null),
    ]);
    expect(overlay.visits.start?.numbers).toEqual([1]);
    expect(overlay.visits.greet?.numbers).toEqual([2]);
    expect(overlay.visits.askName?.numbers).toEqual([3]);
    expect(overlay.edges.size).toBe(2);
    expect(overlay.currentNodeId).toBe('askName');
  });

  it('counts every visit of a loop and keeps what went wrong', () => {
    const overlay = runOverlay(welcomeFlow, run, [
      step(1, 'greet', 'other'),
      step(2, 'greet', 'failed', 'window_closed'),
    ]);
    expect(overlay.visits.greet).toEqual({ numbers: [1, 2], problem: 'window_closed' });
  });

  it('leaves steps out that this draft does not have, and the place of a run that is over', () => {
    const over = { ...run, endedAt: '2026-11-23T12:00:00Z' };
    const overlay = runOverlay(welcomeFlow, over, [step(1, 'gone', 'next')]);
    expect(overlay.visits).toEqual({});
    expect(overlay.currentNodeId).toBeNull();
  });
});

describe('temporalRunUrl', () => {
  it('escapes the slashes of a workflow id', () => {
    expect(temporalRunUrl({ temporalUiUrl: 'http://t/' }, 'flow/o/r')).toBe(
      'http://t/namespaces/default/workflows/flow%2Fo%2Fr',
    );
    expect(temporalRunUrl({ temporalUiUrl: 'http://t', temporalNamespace: 'a b' }, 'x')).toBe(
      'http://t/namespaces/a%20b/workflows/x',
    );
    expect(temporalRunUrl({ temporalUiUrl: null }, 'x')).toBeNull();
  });
});
