import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../../../../core/flow/templating.ts';
import { placeholdersWith } from './placeholders.ts';

describe('what a text of a campaign can hold', () => {
  it('can be read by the engine, all of it', () => {
    for (const { choices } of placeholdersWith(['plan']))
      for (const { insert } of choices) expect([insert, checkTemplate(insert)]).toEqual([insert, null]);
  });

  it('is of attributes those that a text can name', () => {
    const groups = placeholdersWith(['plan', 'shoe size', '1st', 'a-b']);
    expect(groups.find(({ group }) => group === 'Attributes')?.choices).toEqual([
      { label: 'plan', insert: '{{ contact.attributes.plan }}' },
    ]);
  });

  it('has no empty group', () => {
    expect(placeholdersWith([]).map(({ group }) => group)).toEqual(['Person', 'Time where they are']);
  });
});
