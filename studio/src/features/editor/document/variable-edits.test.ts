import { describe, expect, it } from 'vitest';
import { welcomeFlow } from '../../../../../core/flow/samples/welcome.ts';
import { sampleNode } from '../../../../../core/flow/samples/build.ts';
import { applyEdit } from './edits.ts';
import { commit, startHistory, undo } from './history.ts';
import {
  declarationFor,
  definitionAs,
  freshVariableName,
  nameProblem,
  usersOfVariable,
} from './variable-edits.ts';
import { filledVariables } from './variables.ts';

const doc = {
  ...welcomeFlow,
  nodes: {
    ...welcomeFlow.nodes,
    count: sampleNode('ask', 0, 0, {
      text: 'How many?',
      saveAs: 'guests',
      validation: { kind: 'number' },
      tries: 1,
      retryText: '',
      timeoutMs: null,
    }),
  },
};

describe('renaming a variable', () => {
  it('changes its uses in one step for undo, and leaves the other steps the same objects', () => {
    const history = commit(startHistory(doc), { kind: 'renameVariable', from: 'name', to: 'who' }, null, 0);
    expect(Object.keys(history.doc.variables).sort()).toEqual(['day', 'who']);
    expect(filledVariables(history.doc)).not.toContain('name');
    expect(history.doc.nodes.count).toBe(doc.nodes.count);
    expect(undo(history).doc).toEqual(doc);
  });

  it('never makes one variable of two', () => {
    expect(applyEdit(doc, { kind: 'renameVariable', from: 'name', to: 'day' })).toBe(doc);
    expect(nameProblem(doc, 'day', 'name')).toContain('There is a variable');
    expect(nameProblem(doc, 'guests', 'name')).toContain('would become one');
    expect(nameProblem(doc, '2nd', 'name')).toContain('Use letters');
    expect(nameProblem(doc, '', 'name')).toContain('needs a name');
    expect(nameProblem(doc, 'name', 'name')).toBeNull();
    expect(nameProblem(doc, 'who', 'name')).toBeNull();
  });
});

describe('declaring variables', () => {
  it('takes a free name, and the type of what steps save', () => {
    expect(freshVariableName(doc)).toBe('variable');
    expect(freshVariableName({ ...doc, variables: { variable: { type: 'text' } } })).toBe('variable_2');
    expect(declarationFor(doc, 'guests')).toEqual({ type: 'number' });
    expect(declarationFor(doc, 'nobody')).toEqual({ type: 'text' });
  });

  it('keeps the value from the start where the new type can read it', () => {
    const text = (value: string) => ({ type: 'text' as const, role: 'input' as const, default: value });
    expect(definitionAs(text('3,5'), 'number')).toEqual({ type: 'number', role: 'input', default: 3.5 });
    expect(definitionAs(text('soon'), 'date')).toEqual({ type: 'date', role: 'input' });
    expect(definitionAs({ type: 'boolean', default: true }, 'text')).toEqual({
      type: 'text',
      default: 'yes',
    });
    expect(definitionAs({ type: 'number', default: 1 }, 'boolean')).toEqual({
      type: 'boolean',
      default: true,
    });
    expect(definitionAs(text(''), 'number')).toEqual({ type: 'number', role: 'input' });
  });
});

describe('usersOfVariable', () => {
  it('tells who reads it from who only fills it', () => {
    expect(usersOfVariable(doc, 'guests')).toEqual({ readers: [], fillers: ['Ask'] });
    const { readers, fillers } = usersOfVariable(doc, 'name');
    expect(readers.length).toBeGreaterThan(0);
    expect(fillers).toHaveLength(1);
    expect(usersOfVariable(doc, 'nobody')).toEqual({ readers: [], fillers: [] });
  });
});
