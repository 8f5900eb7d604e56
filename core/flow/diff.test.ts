import { describe, expect, it } from 'vitest';
import { diffFlows } from './diff.ts';
import type { FlowDoc } from './document.ts';
import { sampleNode } from './samples/build.ts';
import { followUpDripFlow } from './samples/follow-up-drip.ts';
import { welcomeFlow } from './samples/welcome.ts';

function changed(doc: FlowDoc, edit: (doc: FlowDoc) => void): string[] {
  const after = structuredClone(doc);
  edit(after);
  return diffFlows(doc, after).map(({ words }) => words);
}

describe('diffFlows', () => {
  it('says nothing about documents that do the same', () => {
    expect(diffFlows(welcomeFlow, structuredClone(welcomeFlow))).toEqual([]);
    const moved = changed(welcomeFlow, (doc) => {
      for (const node of Object.values(doc.nodes)) node.ui = { x: 1, y: 2 };
      doc.notes = {};
      doc.edges = Object.fromEntries(Object.values(doc.edges).map((edge, index) => [`other${index}`, edge]));
    });
    expect(moved).toEqual([]);
  });

  it('tells added and removed steps by their names', () => {
    expect(
      changed(followUpDripFlow, (doc) => {
        delete doc.nodes['done'];
        doc.nodes['bye'] = sampleNode('send-text', 0, 0, { label: 'Bye', text: 'See you' });
      }),
    ).toEqual(['"Bye" added: See you', '"Done" removed']);
  });

  it('tells changed fields, short ones with their values', () => {
    expect(
      changed(followUpDripFlow, (doc) => {
        doc.nodes['oneDay'] = sampleNode('delay', 0, 0, {
          label: 'Two days',
          mode: 'duration',
          durationMs: 2 * 86_400_000,
        });
      }),
    ).toEqual(['"Two days": duration 1 day is now 2 days; renamed from "One day"']);
  });

  it('tells where a way leads now', () => {
    expect(
      changed(followUpDripFlow, (doc) => {
        const edge = Object.values(doc.edges).find(
          ({ from }) => from.node === 'window' && from.port === 'open',
        );
        edge!.to = 'thanksTemplate';
      }),
    ).toEqual(['"Wrote in the last 24 hours?", way "Open" now leads to "Thanks as template"']);
    expect(
      changed(followUpDripFlow, (doc) => {
        doc.edges = Object.fromEntries(
          Object.entries(doc.edges).filter(([, { from }]) => from.node !== 'threeDays'),
        );
      }),
    ).toEqual(['"Three more days", way "Then" leads nowhere any more']);
  });

  it('tells variables and rules', () => {
    expect(
      changed(welcomeFlow, (doc) => {
        doc.variables = { ...doc.variables, plan: { type: 'text' } };
        doc.rules = { ...doc.rules, priority: 5, quietHours: { from: '21:00', to: '08:00' } };
      }),
    ).toEqual(['Variable "plan" added', 'Priority is now 5', 'Quiet hours changed']);
  });

  it('names the step of each change, for a mark on the canvas', () => {
    const after = structuredClone(followUpDripFlow);
    delete after.nodes['done'];
    after.edges = Object.fromEntries(Object.entries(after.edges).filter(([, { to }]) => to !== 'done'));
    expect(diffFlows(followUpDripFlow, after)).toMatchObject([
      { kind: 'nodeRemoved', nodeId: 'done', title: 'Done' },
      { kind: 'edgeChanged', nodeId: 'secondFollowUp' },
    ]);
  });
});
