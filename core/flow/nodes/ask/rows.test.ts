/** Questions whose options are the rows of a list, and questions that take several answers, played by the engine. */
import { describe, expect, it } from 'vitest';
import type { ListItem, VariableValue } from '../../basics.ts';
import { sampleNode } from '../../samples/build.ts';
import { simulate } from '../../simulate.ts';
import type { SimulatedAction } from '../../simulate.ts';
import { flowDoc, presses, stepInput } from '../../testing.ts';
import { ask } from './index.ts';
import type { AskData, ChoiceData } from './manifest.ts';

const pizzas = (count: number): ListItem[] =>
  Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    title: `Pizza ${String.fromCharCode(65 + index)}`,
    price: 8 + index,
  }));
const from: NonNullable<ChoiceData['from']> = {
  list: 'products',
  title: '{{ item.title }}',
  description: '{{ item.price | money: "€" }}',
  save: 'item',
  more: 'More…',
};
const data = (change: Partial<typeof from> = {}, show: 'list' | 'buttons' = 'list'): AskData => ({
  text: 'Which one?',
  saveAs: 'chosen',
  validation: { kind: 'choice', show, listButton: 'Menu', options: [], from: { ...from, ...change } },
  tries: 2,
  retryText: 'Please choose from the menu.',
  timeoutMs: null,
});

function talk(question: AskData, products: VariableValue, script: SimulatedAction[] = []) {
  const start = sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'hi' }] });
  const text = (words: string) => sampleNode('send-text', 0, 0, { text: words });
  const doc = flowDoc(
    {
      start,
      ask: sampleNode('ask', 0, 0, question),
      done: text('You get {{ chosen }} for {{ chosen.price }}.'),
      empty: text('Nothing today.'),
      gone: text('Never mind.'),
    },
    [
      ['start', 'next', 'ask'],
      ['ask', 'valid', 'done'],
      ['ask', 'empty', 'empty'],
      ['ask', 'gave-up', 'gone'],
    ],
    { variables: { products: { type: 'list', ...(products !== null && { default: products }) } } },
  );
  return simulate(doc, [{ kind: 'say', text: 'hi' }, ...script]);
}
type Talk = ReturnType<typeof talk>;
const last = ({ transcript }: Talk) => {
  const sent = transcript.filter((entry) => entry.kind === 'outbound').at(-1);
  return sent?.kind === 'outbound' ? sent : null;
};
const rowsOf = (simulation: Talk) => {
  const content = last(simulation)?.content;
  if (content?.type === 'list') return content.sections.flatMap(({ rows }) => rows);
  return content?.type === 'buttons' ? content.buttons : [];
};
const titles = (simulation: Talk) => rowsOf(simulation).map(({ title }) => title);
const press = (simulation: Talk, title: string) => {
  const row = rowsOf(simulation).find((one) => one.title === title);
  if (!row) throw new Error(`There is no row "${title}".`);
  simulation.do({ kind: 'press', id: row.id, title });
};

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

const several = (change: Partial<Extract<ChoiceData, { kind: 'choices' }>> = {}): AskData => ({
  ...data(),
  text: 'Which toppings?',
  validation: {
    kind: 'choices',
    show: 'list',
    listButton: 'Toppings',
    options: ['Ham', 'Olives', 'Black and white truffle', 'Egg'].map((title) => ({
      id: title.slice(0, 3).toLowerCase(),
      title: title.slice(0, 22),
    })),
    min: 1,
    done: 'Done',
    ...change,
  },
});
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
