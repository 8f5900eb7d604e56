/** Questions whose options are the rows of a list, played by the engine. */
import { describe, expect, it } from 'vitest';
import type { ListItem } from '../../basics.ts';
import { presses, stepInput } from '../../testing.ts';
import { normaliseText } from '../shared/normalise.ts';
import { ask } from './index.ts';
import type { AskData, ChoiceData } from './manifest.ts';
import { choosables } from './options.ts';
import { data, last, pizzas, press, rowsOf, several, talk, titles } from './testing.ts';

describe('a question made of a list', () => {
  it('shows a row for each item, and saves the item so that its fields can be read', () => {
    const simulation = talk(data(), pizzas(2));
    expect(last(simulation)?.content).toMatchObject({
      type: 'list',
      body: 'Which one?',
      sections: [
        {
          rows: [
            { title: 'Pizza A', description: '€8.00' },
            { title: 'Pizza B', description: '€9.00' },
          ],
        },
      ],
    });
    press(simulation, 'Pizza B');
    expect(simulation.state.variables).toEqual({ chosen: pizzas(2)[1] });
    expect(last(simulation)?.text).toBe('You get Pizza B for 9.');
  });

  it('gives no option the title of a row of our own that the message has', () => {
    const named = (...names: string[]) => names.map((title) => ({ title }));
    const more = { more: 'More' };
    const buttons = talk(data(more, 'buttons'), named('More', 'B', 'C', 'D'));
    expect(titles(buttons)).toEqual(['More (2)', 'B', 'More']);
    expect(titles(talk(data(more, 'buttons'), named('More', 'B', 'C')))).toEqual(['More', 'B', 'C']);
    press(buttons, 'More');
    expect(titles(buttons)).toEqual(['C', 'D']);
    const letters = [...'ABCDEFGH'];
    const options = ['Done', 'more…', ...letters].map((title, index) => ({ id: `o${index}`, title }));
    expect(titles(talk(several({ options, min: 0 }), null))).toEqual([
      'Done (2)',
      'more… (2)',
      ...letters.slice(0, 6),
      'More…',
      'Done',
    ]);
  });

  it('numbers equal titles, however many there are', () => {
    const same = talk(
      data(),
      Array.from({ length: 100 }, (_, id) => ({ id, title: 'Same' })),
    );
    expect(titles(same).slice(0, 3)).toEqual(['Same', 'Same (2)', 'Same (3)']);
    const products = Array.from({ length: 100 }, (_, id) => ({ id, title: id % 2 === 0 ? 'A b' : 'a B' }));
    const made = choosables(
      stepInput({ kind: 'entered' }, { variables: { products } }),
      data().validation as ChoiceData,
      24,
    );
    const shown = 'options' in made ? made.options.map(({ title }) => title) : [];
    expect(shown.slice(0, 3)).toEqual(['A b', 'a B (2)', 'A b (3)']);
    expect(new Set(shown.map(normaliseText)).size).toBe(100);
  });

  it('stops where the texts of all rows together grow too long, however short each is', () => {
    const title = '{{ item.title }}{{ products | lines: "[x][x]" | size }}';
    const long = Array.from({ length: 100 }, (_, id) => ({ title: `Row ${id}`, x: 'x'.repeat(100) }));
    const simulation = talk(data({ title }), long);
    expect(simulation.trace.at(-1)).toMatchObject({ nodeId: 'ask', problem: 'output_too_long' });
    expect(titles(talk(data({ title }), long.slice(0, 30)))).toHaveLength(10);
  });

  it('saves the title or one field instead', () => {
    expect(
      talk(data({ save: 'title' }), pizzas(2), [{ kind: 'say', text: 'pizza a' }]).state.variables,
    ).toEqual({
      chosen: 'Pizza A',
    });
    const byField = data({ save: 'field', field: 'id' });
    expect(talk(byField, pizzas(2), [{ kind: 'say', text: '2' }]).state.variables).toEqual({ chosen: 2 });
  });

  it('turns pages of more than ten rows, by a press or by its words, and an older page still counts', () => {
    const simulation = talk(data(), pizzas(21));
    const first = rowsOf(simulation);
    expect(first).toHaveLength(10);
    expect(first.at(-1)?.title).toBe('More…');
    press(simulation, 'More…');
    expect(titles(simulation)).toEqual([...'JKLMNOPQR'].map((letter) => `Pizza ${letter}`).concat('More…'));
    simulation.do({ kind: 'say', text: 'more' });
    expect(titles(simulation)).toEqual(['Pizza S', 'Pizza T', 'Pizza U']);
    expect(simulation.state.tries).toBe(0);
    simulation.do({ kind: 'press', id: first[1]!.id, title: 'Pizza B' });
    expect(simulation.state.variables).toMatchObject({ chosen: { title: 'Pizza B' } });
  });

  it('takes a number as the place on the page that is shown, and a title from any page', () => {
    const onSecond = talk(data({ save: 'title' }), pizzas(15));
    press(onSecond, 'More…');
    onSecond.do({ kind: 'say', text: '2' });
    expect(onSecond.state.variables).toEqual({ chosen: 'Pizza K' });
    const byTitle = talk(data({ save: 'title' }), pizzas(15), [{ kind: 'say', text: 'Pizza O' }]);
    expect(byTitle.state.variables).toEqual({ chosen: 'Pizza O' });
  });

  it('repeats the page after a wrong answer, then gives up', () => {
    const simulation = talk(data(), pizzas(12));
    press(simulation, 'More…');
    simulation.do({ kind: 'say', text: 'sushi' });
    expect(last(simulation)?.text).toContain('Please choose from the menu.');
    expect(titles(simulation)).toEqual(['Pizza J', 'Pizza K', 'Pizza L']);
    simulation.do({ kind: 'say', text: '99' });
    expect(last(simulation)?.text).toBe('Never mind.');
  });

  it('leaves by a way of its own when there is nothing to choose from', () => {
    for (const products of [[], null, [{ id: 1 }]]) {
      const simulation = talk(data(), products);
      expect(last(simulation)?.text).toBe('Nothing today.');
      expect(simulation.trace).toContainEqual({
        nodeId: 'ask',
        nodeType: 'ask',
        port: 'empty',
        problem: 'nothing_to_choose',
      });
    }
  });

  it('cuts titles that are too long, tells equal ones apart, and says the whole below', () => {
    const long = 'An extraordinarily long name of a pizza';
    const simulation = talk(data({ description: undefined }), [
      { title: long },
      { title: long },
      { title: ' a\n b ' },
    ]);
    expect(rowsOf(simulation).map(({ id: _, ...row }) => row)).toEqual([
      { title: 'An extraordinarily long…', description: long },
      { title: 'An extraordinarily… (2)', description: long },
      { title: 'a b' },
    ]);
    expect(new Set(rowsOf(simulation).map(({ id }) => id)).size).toBe(3);
  });

  it('shows three buttons, or two and one for more', () => {
    expect(titles(talk(data({}, 'buttons'), pizzas(3)))).toEqual(['Pizza A', 'Pizza B', 'Pizza C']);
    const simulation = talk(data({}, 'buttons'), pizzas(4));
    expect(titles(simulation)).toEqual(['Pizza A', 'Pizza B', 'More…']);
    press(simulation, 'More…');
    expect(titles(simulation)).toEqual(['Pizza C', 'Pizza D']);
  });

  it('knows a row by what is in it, so that a press on an older message is never read as another row', () => {
    const [a, b, c] = pizzas(3) as [ListItem, ListItem, ListItem];
    const idsOf = (products: ListItem[]) => {
      const outcome = ask.advance(data(), stepInput({ kind: 'entered' }, { variables: { products } }));
      return outcome.kind === 'send' ? (outcome.offered ?? []).map(({ id }) => id) : [];
    };
    const old = idsOf([a, b]);
    expect(idsOf([c, b, a])).toEqual([idsOf([c])[0], old[1], old[0]]);
    const reply = (message: ReturnType<typeof presses>) =>
      ask.advance(
        data(),
        stepInput({ kind: 'reply', message }, { variables: { products: [c, b] }, offered: [] }),
      );
    expect(reply(presses(old[1]!, 'Pizza B'))).toMatchObject({ port: 'valid', variables: { chosen: b } });
    expect(reply(presses(old[0]!, 'Pizza A'))).toMatchObject({ kind: 'send', problem: 'wrong_answer' });
    const elsewhere = presses(old[1]!, 'Pizza B');
    elsewhere.press = { ...elsewhere.press!, isElsewhere: true };
    expect(reply(elsewhere)).toMatchObject({ kind: 'send', problem: 'wrong_answer' });
  });
});

describe('what such questions lack', () => {
  const found = (question: AskData) => ask.validate(question).map(({ code, field }) => `${code} ${field}`);

  it('is a list, a title, a field, a possible number of picks', () => {
    expect(found(data())).toEqual([]);
    expect(found(data({ list: '', title: '', more: '', save: 'field' }))).toEqual([
      'required-field validation.from.list',
      'required-field validation.from.title',
      'required-field validation.from.more',
      'required-field validation.from.field',
    ]);
    expect(found(several())).toEqual([]);
    expect(found(several({ min: 5 }))).toEqual(['empty-range validation.min']);
    expect(found(several({ min: 3, max: 2, done: '' }))).toEqual([
      'empty-range validation.min',
      'required-field validation.done',
    ]);
    expect(found(several({ options: [] }))).toEqual(['required-field validation.options']);
  });

  it('has ports and writes that follow from it', () => {
    const ports = (question: AskData) => ask.manifest.ports(question).map(({ id }) => id);
    expect(ports(data())).toEqual(['valid', 'empty', 'gave-up', 'no-reply', 'failed']);
    expect(ports(several())).toEqual(['valid', 'gave-up', 'no-reply', 'failed']);
    expect(ask.manifest.writes?.(data())).toMatchObject([{ type: 'item', rowsOf: 'products' }]);
    expect(ask.manifest.writes?.(several())).toMatchObject([{ type: 'list', fields: ['id', 'title'] }]);
  });
});
