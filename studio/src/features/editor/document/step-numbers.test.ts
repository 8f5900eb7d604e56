import { expect, it } from 'vitest';
import type { FlowStats } from '../../../../../core/api/analytics.ts';
import { welcomeFlow } from '../../../../../core/flow/samples/welcome.ts';
import { stepNumbers } from './step-numbers.ts';

const [firstEdge, { from }] = Object.entries(welcomeFlow.edges)[0]!;

const node = (nodeId: string, more: Partial<FlowStats['nodes'][number]> = {}) => ({
  ...{ nodeId, visits: 4, runs: 4, ports: {}, problems: {}, here: 0, medianSeconds: null },
  endedHere: { completed: 0, exited: 0, failed: 0 },
  ...more,
});

it('shares visits between ports, and lines by the busiest one', () => {
  const { nodes, edges } = stepNumbers(welcomeFlow, {
    nodes: [node(from.node, { ports: { [from.port]: 3 } })],
  });
  expect(nodes[from.node]!.ports).toEqual({ [from.port]: { count: 3, share: 0.75 } });
  expect(edges).toEqual({ [firstEdge]: 1 });
});

it('takes for dropped who ended before the end, and not who came to it', () => {
  const { nodes } = stepNumbers(welcomeFlow, {
    nodes: [node(from.node, { endedHere: { completed: 2, exited: 1, failed: 1 } })],
  });
  expect(nodes[from.node]).toMatchObject({ dropped: 2, droppedShare: 0.5 });
});

it('leaves out what is not in the drawing', () => {
  expect(stepNumbers(welcomeFlow, { nodes: [node('gone'), node('call/ask')] })).toEqual({
    nodes: {},
    edges: {},
  });
});
