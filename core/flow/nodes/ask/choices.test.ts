/** Questions that take several answers, played by the engine. */
import { describe, expect, it } from 'vitest';
import { from, last, pizzas, press, rowsOf, several, talk, titles } from './testing.ts';
import type { Talk } from './testing.ts';

const picked = ({ state }: Talk) => {
  const { chosen } = state.variables;
  return Array.isArray(chosen) ? chosen.map(({ title, value }) => title ?? value) : chosen;
};
const typed = (text: string, change?: Parameters<typeof several>[0]) =>
  picked(talk(several(change), null, [{ kind: 'say', text }]));

describe('a question that takes several answers', () => {
  it('is answered at once in writing: by numbers, by titles, with commas or "and"', () => {
    expect(last(talk(several(), null))?.text).toContain(
      '1. Ham\n2. Olives\n3. Black and white truffl\n4. Egg',
    );
    for (const text of ['1, 2', '2 and 1', '1 2', 'ham, olives', 'Olives und Ham', '1; Olives', '1.2'])
      expect([text, typed(text)]).toEqual([text, ['Ham', 'Olives']]);
    expect(typed('3')).toEqual(['Black and white truffl']);
    expect(typed('black and white truffl')).toEqual(['Black and white truffl']);
    expect(typed('ham, pineapple')).toBeUndefined();
  });

  it('is answered by presses, one after the other, until Done; a picked row can be put back', () => {
    const simulation = talk(several(), null);
    expect(titles(simulation)).toEqual(['Ham', 'Olives', 'Black and white truffl', 'Egg']);
    press(simulation, 'Olives');
    expect(last(simulation)?.text).toContain('2. ✓ Olives');
    expect(titles(simulation)).toEqual(['Ham', '✓ Olives', 'Black and white truffl', 'Egg', 'Done']);
    press(simulation, 'Egg');
    press(simulation, 'Ham');
    press(simulation, '✓ Olives');
    expect(simulation.state.tries).toBe(0);
    press(simulation, 'Done');
    expect(simulation.state.variables).toEqual({
      chosen: [
        { id: 'ham', title: 'Ham' },
        { id: 'egg', title: 'Egg' },
      ],
    });
    expect(last(simulation)?.text).toContain('You get Ham, Egg');
  });

  it('takes words after presses as the rest of the answer, and a press twice as one', () => {
    const mixed = talk(several(), null);
    const [ham] = rowsOf(mixed);
    press(mixed, 'Ham');
    mixed.do({ kind: 'press', id: ham!.id, title: 'Ham' });
    mixed.do({ kind: 'say', text: 'egg' });
    expect(picked(mixed)).toEqual(['Ham', 'Egg']);
    const ended = talk(several(), null);
    press(ended, 'Olives');
    ended.do({ kind: 'say', text: 'done!' });
    expect(picked(ended)).toEqual(['Olives']);
  });

  it('ends by itself once nothing more may be picked', () => {
    const simulation = talk(several({ max: 2 }), null);
    press(simulation, 'Ham');
    press(simulation, 'Egg');
    expect(picked(simulation)).toEqual(['Ham', 'Egg']);
  });

  it('asks again below the least and above the most, keeps what was picked, and gives up', () => {
    expect(typed('1, 2, 3', { max: 2 })).toBeUndefined();
    const simulation = talk(several({ min: 2, max: 3 }), null);
    press(simulation, 'Ham');
    expect(titles(simulation)).not.toContain('Done');
    simulation.do({ kind: 'say', text: 'done' });
    expect(last(simulation)?.text).toContain('Please choose from the menu.');
    expect(titles(simulation)).toContain('✓ Ham');
    simulation.do({ kind: 'say', text: 'whatever' });
    expect(last(simulation)?.text).toBe('Never mind.');
    const none = talk(several({ min: 0 }), null);
    press(none, 'Done');
    expect(picked(none)).toEqual([]);
  });

  it('is a numbered text where nothing is to be pressed', () => {
    const simulation = talk(several({ show: 'text' }), null);
    expect(last(simulation)?.content).toEqual({
      type: 'text',
      text: 'Which toppings?\n\n1. Ham\n2. Olives\n3. Black and white truffl\n4. Egg',
    });
    simulation.do({ kind: 'say', text: '1 & 4' });
    expect(picked(simulation)).toEqual(['Ham', 'Egg']);
  });

  it('offers the rows of a list, page by page, and saves the rows that were picked', () => {
    const simulation = talk(several({ from, options: [] }), pizzas(12));
    press(simulation, 'Pizza A');
    expect(rowsOf(simulation)).toHaveLength(10);
    press(simulation, 'More…');
    expect(titles(simulation)).toEqual(['Pizza I', 'Pizza J', 'Pizza K', 'Pizza L', 'Done']);
    press(simulation, 'Pizza L');
    expect(titles(simulation)).toContain('✓ Pizza L');
    press(simulation, 'Done');
    expect(simulation.state.variables).toEqual({ chosen: [pizzas(12)[0], pizzas(12)[11]] });
    expect(last(talk(several({ from, options: [] }), []))?.text).toBe('Nothing today.');
  });

  it('leaves the numbers out where the words leave no room for them', () => {
    const simulation = talk({ ...several(), text: 'x'.repeat(1_000) }, null);
    expect(last(simulation)?.content).toMatchObject({ body: 'x'.repeat(1_000) });
    press(simulation, 'Ham');
    expect(last(simulation)?.content).toMatchObject({ body: `${'x'.repeat(1_000)}\n\n✓ Ham` });
  });

  it('keeps typed picks while there are too few, says how many are missing, and counts no try', () => {
    for (const show of ['list', 'text'] as const) {
      const simulation = talk(several({ min: 3, show }), null, [{ kind: 'say', text: 'Ham' }]);
      expect(last(simulation)?.text).toMatch(/^Which toppings\?[^]*1\. ✓ Ham\n2\. Olives[^]*\n\n✓ 1\/3/u);
      simulation.do({ kind: 'say', text: 'Olives' });
      expect(simulation.state.tries).toBe(0);
      // Nothing new is no answer, however often it is said.
      simulation.do({ kind: 'say', text: 'Ham, Olives' });
      expect(simulation.state.tries).toBe(1);
      simulation.do({ kind: 'say', text: 'Egg' });
      expect(picked(simulation)).toEqual(['Ham', 'Olives', 'Egg']);
    }
  });

  it('says how many are missing where there is no room for the numbers, too', () => {
    const simulation = talk({ ...several({ min: 2 }), text: 'x'.repeat(1_000) }, null);
    press(simulation, 'Ham');
    expect(last(simulation)?.content).toMatchObject({ body: `${'x'.repeat(1_000)}\n\n✓ Ham (1/2)` });
  });

  it('cuts the lines of a text to the room that there is, and still takes whole titles', () => {
    const products = Array.from({ length: 100 }, (_, at) => ({
      title: at === 4 ? 'Short' : `${'A product with a usual long name '.repeat(2)}number ${at}`,
    }));
    const question = several({ show: 'text', from: { ...from, save: 'title' }, options: [] });
    const simulation = talk(question, products);
    const lines = last(simulation)?.text?.split('\n') ?? [];
    expect(last(simulation)?.text?.length).toBeLessThanOrEqual(4_096);
    expect(lines).toHaveLength(102);
    expect(lines[2]).toMatch(/^1\. A product with a usual.*…$/u);
    expect(lines).toContain('5. Short');
    simulation.do({ kind: 'say', text: `7, ${products[8]?.title ?? ''}` });
    expect(picked(simulation)).toEqual([products[6]?.title, products[8]?.title]);
    const noRoom = talk({ ...question, text: 'x'.repeat(4_000) }, products);
    expect(noRoom.state.wait).toMatchObject({ kind: 'decision', code: 'text_too_long' });
  });

  it('takes a number as the place on the page that is shown where the words have no numbers', () => {
    const products = Array.from({ length: 25 }, (_, at) => ({
      title: `A pizza with a usual long name, number ${at}`,
    }));
    const question = several({ from: { ...from, save: 'title' }, options: [] });
    const numbered = talk(question, pizzas(12));
    press(numbered, 'More…');
    numbered.do({ kind: 'say', text: '2' });
    expect(picked(numbered)).toEqual(['Pizza B']);
    const unnumbered = talk({ ...question, text: 'x'.repeat(900) }, products);
    press(unnumbered, 'More…');
    unnumbered.do({ kind: 'say', text: '1 3' });
    expect(picked(unnumbered)).toEqual([products[9]?.title, products[11]?.title]);
    const beyond = talk({ ...question, text: 'x'.repeat(900) }, products, [{ kind: 'say', text: '10' }]);
    expect(beyond.state.tries).toBe(1);
  });

  it('does not take an old Done for the end of a question that has been asked anew', () => {
    const simulation = talk(several({ min: 0 }), null);
    press(simulation, 'Ham');
    const done = rowsOf(simulation).find(({ title }) => title === 'Done');
    press(simulation, '✓ Ham');
    simulation.do({ kind: 'press', id: done?.id ?? '', title: 'Done' });
    expect(simulation.state).toMatchObject({ tries: 0, wait: { kind: 'reply' } });
    press(simulation, 'Done');
    expect(picked(simulation)).toEqual([]);
  });
});
