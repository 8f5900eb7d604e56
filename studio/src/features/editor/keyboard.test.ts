import { describe, expect, it } from 'vitest';
import { commandFor, type EditorCommand } from './keyboard.ts';

const command = (id: string, keys: EditorCommand['keys']): EditorCommand => ({
  id,
  keys,
  needsEdit: false,
  run: () => {},
});
const commands = [
  command('undo', [{ key: 'z', mod: true }]),
  command('redo', [
    { key: 'z', mod: true, shift: true },
    { key: 'y', mod: true },
  ]),
  command('tidy', [{ key: 't', shift: true }]),
  command('add', [{ key: 'n' }]),
];
const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {},
) =>
  commandFor(commands, { key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held })
    ?.id ?? null;

describe('commandFor', () => {
  it('takes Ctrl and Command alike', () => {
    expect(press('z', { ctrlKey: true })).toBe('undo');
    expect(press('z', { metaKey: true })).toBe('undo');
  });

  it('tells keys with and without Shift apart, whatever case the key reports', () => {
    expect(press('Z', { metaKey: true, shiftKey: true })).toBe('redo');
    expect(press('T', { shiftKey: true })).toBe('tidy');
    expect(press('t')).toBeNull();
  });

  it('leaves combinations of the browser alone', () => {
    expect(press('n', { ctrlKey: true })).toBeNull();
    expect(press('n', { altKey: true })).toBeNull();
    expect(press('n')).toBe('add');
  });
});
