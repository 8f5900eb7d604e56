import { describe, expect, it } from 'vitest';
import { parseFlow } from '../../../../../core/flow/parse.ts';
import { welcomeFlow } from '../../../../../core/flow/samples/welcome.ts';
import { nodeTypeIds, type FlowNode } from '../../../../../core/flow/nodes/registry.ts';
import { applyEdit, canConnect } from './edits.ts';
import { addStep, type Anchor } from './insert.ts';
import { tidyPositions } from './layout.ts';
import { edgeOfPort, nodeAriaLabel, portsOf, readingOrder } from './ports.ts';

const greet = welcomeFlow.nodes.greet as Extract<FlowNode, { type: 'send-buttons' }>;
const target = (doc: typeof welcomeFlow, node: string, port: string) => {
  const edge = edgeOfPort(doc.edges, node, port);
  return edge ? doc.edges[edge]?.to : undefined;
};

describe('applyEdit', () => {
  it('leaves the document it was given as it is', () => {
    const before = JSON.stringify(welcomeFlow);
    const after = applyEdit(welcomeFlow, {
      kind: 'setData',
      id: 'greet',
      data: { ...greet.data, body: 'New' },
    });
    expect(JSON.stringify(welcomeFlow)).toBe(before);
    expect(after.nodes.greet?.data).toMatchObject({ body: 'New' });
    expect(after.nodes.askName).toBe(welcomeFlow.nodes.askName);
  });

  it('replaces the line of a port, which leads to one step only', () => {
    const after = applyEdit(welcomeFlow, {
      kind: 'connect',
      id: 'e_new',
      from: 'greet',
      port: 'button:book',
      to: 'confirm',
    });
    expect(target(after, 'greet', 'button:book')).toBe('confirm');
    expect(Object.keys(after.edges)).toHaveLength(Object.keys(welcomeFlow.edges).length);
  });

  it('refuses lines into triggers, from ports that are not there, and to strangers', () => {
    expect(canConnect(welcomeFlow, 'greet', 'button:book', 'start')).toBe(false);
    expect(canConnect(welcomeFlow, 'greet', 'button:nobody', 'confirm')).toBe(false);
    expect(canConnect(welcomeFlow, 'greet', 'button:book', 'nobody')).toBe(false);
    const edit = { kind: 'connect', id: 'e', from: 'greet', port: 'button:book', to: 'start' } as const;
    expect(applyEdit(welcomeFlow, edit)).toBe(welcomeFlow);
  });

  it('allows loops: validation bounds them', () => {
    expect(canConnect(welcomeFlow, 'confirm', 'sent', 'greet')).toBe(true);
  });

  it('takes the line of a removed button away, and no other', () => {
    const buttons = greet.data.buttons.filter((button) => button.id !== 'prices');
    const after = applyEdit(welcomeFlow, { kind: 'setData', id: 'greet', data: { ...greet.data, buttons } });
    expect(target(after, 'greet', 'button:prices')).toBeUndefined();
    expect(target(after, 'greet', 'button:book')).toBe('askName');
    expect(Object.keys(after.edges)).toHaveLength(Object.keys(welcomeFlow.edges).length - 1);
  });

  it('takes the lines of a removed step away', () => {
    const after = applyEdit(welcomeFlow, { kind: 'removeNodes', ids: ['askName'] });
    expect(
      Object.values(after.edges).some((edge) => edge.to === 'askName' || edge.from.node === 'askName'),
    ).toBe(false);
  });

  it('moves to whole pixels and ignores strangers', () => {
    const after = applyEdit(welcomeFlow, {
      kind: 'moveNodes',
      positions: { greet: { x: 1.4, y: 2.6 }, nobody: { x: 0, y: 0 } },
    });
    expect(after.nodes.greet?.ui).toEqual({ x: 1, y: 3 });
  });
});

describe('addStep', () => {
  it('makes a document that parses, for every type of step', () => {
    for (const type of nodeTypeIds) {
      const { edit } = addStep(welcomeFlow, type, { kind: 'at', position: { x: 10.5, y: 20 } });
      expect(parseFlow(JSON.parse(JSON.stringify(applyEdit(welcomeFlow, edit))))).toMatchObject({ ok: true });
    }
  });

  it('ties a step to the port it was asked for', () => {
    const { id, edit } = addStep(welcomeFlow, 'send-text', { kind: 'port', node: 'greet', port: 'other' });
    expect(target(applyEdit(welcomeFlow, edit), 'greet', 'other')).toBe(id);
  });

  it('puts a step into a line and leaves both ends tied', () => {
    const edge = edgeOfPort(welcomeFlow.edges, 'greet', 'button:book') ?? '';
    const { id, edit } = addStep(welcomeFlow, 'delay', { kind: 'edge', edge });
    const after = applyEdit(welcomeFlow, edit);
    expect(target(after, 'greet', 'button:book')).toBe(id);
    expect(target(after, id, 'next')).toBe('askName');
    expect(after.nodes.askName?.ui.x).toBeGreaterThan(after.nodes[id]?.ui.x ?? Infinity);
  });

  it('does not hide a card under another', () => {
    const at = { ...greet.ui };
    const { id, edit } = addStep(welcomeFlow, 'exit', { kind: 'at', position: at });
    expect(applyEdit(welcomeFlow, edit).nodes[id]?.ui).not.toEqual(at);
  });

  it('leaves room for the ways out of the card above', () => {
    const place: Anchor = { kind: 'at', position: { x: 5_000, y: 0 } };
    const above = addStep(welcomeFlow, 'http-request', place);
    const doc = applyEdit(welcomeFlow, above.edit);
    const below = addStep(doc, 'exit', { kind: 'at', position: { x: 5_000, y: 130 } });
    expect(applyEdit(doc, below.edit).nodes[below.id]?.ui.y).toBeGreaterThan(210);
  });
});

describe('reading a flow', () => {
  it('begins at the trigger and meets every step once', () => {
    const order = readingOrder(welcomeFlow);
    expect(order.slice(0, 3)).toEqual(['start', 'greet', 'askName']);
    expect([...order].sort()).toEqual(Object.keys(welcomeFlow.nodes).sort());
  });

  it('says for a screen reader where a step leads', () => {
    expect(nodeAriaLabel(welcomeFlow, 'start', 1, 2)).toBe(
      'Someone says hi, step 1, 2 problems, outputs: Starts to Greeting',
    );
    expect(nodeAriaLabel(welcomeFlow, 'greet', 2, 0)).toContain('Failed not connected');
  });

  it('tidies into columns without two cards on one place', () => {
    const positions = tidyPositions(welcomeFlow, {});
    expect(Object.keys(positions).sort()).toEqual(Object.keys(welcomeFlow.nodes).sort());
    expect(new Set(Object.values(positions).map(({ x, y }) => `${x},${y}`)).size).toBe(
      Object.keys(positions).length,
    );
    expect(positions.greet?.x).toBeGreaterThan(positions.start?.x ?? Infinity);
  });

  it('has no ports for data that can not be read', () => {
    expect(portsOf({ ...greet, data: {} } as unknown as FlowNode)).toEqual([]);
  });
});
