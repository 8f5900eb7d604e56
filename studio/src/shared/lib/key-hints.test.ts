import { describe, expect, it } from 'vitest';
import { keyHint, keyNames, modifierKey } from './key-hints.ts';

describe('key hints', () => {
  it('name Command on Apple platforms and Ctrl elsewhere', () => {
    for (const platform of ['MacIntel', 'macOS', 'iPhone', 'iPad']) expect(modifierKey(platform)).toBe('⌘');
    for (const platform of ['Linux x86_64', 'Win32', 'Windows', 'Android', '']) {
      expect(modifierKey(platform)).toBe('Ctrl');
    }
  });

  it('put the keys in the order of the platform', () => {
    expect(keyNames(['mod', 'shift', 'Z'], 'MacIntel')).toEqual(['⇧', '⌘', 'Z']);
    expect(keyNames(['mod', 'shift', 'Z'], 'Linux x86_64')).toEqual(['Ctrl', 'Shift', 'Z']);
  });

  it('join them as the platform does', () => {
    expect(keyHint(['mod', 'shift', 'Z'], 'MacIntel')).toBe('⇧⌘Z');
    expect(keyHint(['mod', 'shift', 'Z'], 'Win32')).toBe('Ctrl+Shift+Z');
    expect(keyHint(['N'], 'Win32')).toBe('N');
  });
});
