import { describe, expect, it } from 'vitest';
import { followUpDripFlow } from '../../../../../core/flow/samples/follow-up-drip.ts';
import { welcomeFlow } from '../../../../../core/flow/samples/welcome.ts';
import type { FlowNode } from '../../../../../core/flow/nodes/registry.ts';
import type { Edit } from './edits.ts';
import { commit, GROUP_WINDOW_MS, redo, startHistory, undo, type History } from './history.ts';

const confirm = welcomeFlow.nodes.confirm as Extract<FlowNode, { type: 'send-text' }>;
const type = (text: string): Edit => ({ kind: 'setData', id: 'confirm', data: { ...confirm.data, text } });
const move = (x: number): Edit => ({ kind: 'moveNodes', positions: { confirm: { x, y: 0 } } });
const textOf = ({ doc }: History) => (doc.nodes.confirm as typeof confirm).data.text;

describe('history', () => {
  it('takes edits back and forth', () => {
    const start = startHistory(welcomeFlow);
    const edited = commit(commit(start, type('one'), null, 0), type('two'), null, 10);
    expect(textOf(undo(edited))).toBe('one');
    expect(undo(undo(edited)).doc).toEqual(welcomeFlow);
    expect(textOf(redo(undo(edited)))).toBe('two');
  });

  it('makes one step of a burst of typing', () => {
    let history = startHistory(welcomeFlow);
    for (const [at, text] of ['a', 'ab', 'abc'].entries())
      history = commit(history, type(text), 'data:confirm', at * 300);
    expect(history.past).toHaveLength(1);
    expect(textOf(undo(history))).toBe(confirm.data.text);
    expect(textOf(redo(undo(history)))).toBe('abc');
  });

  it('starts a new step after a pause, for another group, and without a group', () => {
    let history = commit(startHistory(welcomeFlow), type('a'), 'data:confirm', 0);
    history = commit(history, type('b'), 'data:confirm', GROUP_WINDOW_MS);
    history = commit(history, move(5), 'move', GROUP_WINDOW_MS + 1);
    history = commit(history, type('c'), null, GROUP_WINDOW_MS + 2);
    history = commit(history, type('d'), null, GROUP_WINDOW_MS + 3);
    expect(history.past).toHaveLength(5);
  });

  it('notes nothing when nothing changes', () => {
    const start = startHistory(welcomeFlow);
    expect(commit(start, type(confirm.data.text), null, 0)).toBe(start);
    expect(commit(start, move(confirm.ui.x), null, 0)).toBe(start);
    expect(commit(start, { kind: 'removeNodes', ids: ['nobody'] }, null, 0)).toBe(start);
  });

  it('forgets what was undone when something new is done', () => {
    const history = commit(undo(commit(startHistory(welcomeFlow), type('a'), null, 0)), type('b'), null, 10);
    expect(history.future).toEqual([]);
    expect(redo(history)).toBe(history);
  });

  it('undoes a batch, lines of a removed step included, as one', () => {
    const removed = commit(
      startHistory(welcomeFlow),
      { kind: 'removeNodes', ids: ['askName', 'askDay'] },
      null,
      0,
    );
    expect(removed.past).toHaveLength(1);
    expect(undo(removed).doc).toEqual(welcomeFlow);
  });

  it('brings the draft back that an older version took the place of', () => {
    const older = followUpDripFlow;
    const replaced = commit(startHistory(welcomeFlow), { kind: 'replaceDoc', doc: older }, null, 0);
    expect(replaced.doc).toEqual(older);
    expect(undo(replaced).doc).toEqual(welcomeFlow);
  });

  it('does nothing at either end', () => {
    const start = startHistory(welcomeFlow);
    expect(undo(start)).toBe(start);
    expect(redo(start)).toBe(start);
  });
});
