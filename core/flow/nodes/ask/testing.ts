/** What the tests of questions with options share: pizzas to choose from, and a conversation about them. Not used by the product. */
import type { ListItem, VariableValue } from '../../basics.ts';
import { sampleNode } from '../../samples/build.ts';
import { simulate } from '../../simulate.ts';
import type { SimulatedAction } from '../../simulate.ts';
import { flowDoc } from '../../testing.ts';
import type { AskData, ChoiceData } from './manifest.ts';

export const pizzas = (count: number): ListItem[] =>
  Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    title: `Pizza ${String.fromCharCode(65 + index)}`,
    price: 8 + index,
  }));
export const from: NonNullable<ChoiceData['from']> = {
  list: 'products',
  title: '{{ item.title }}',
  description: '{{ item.price | money: "€" }}',
  save: 'item',
  more: 'More…',
};
export const data = (change: Partial<typeof from> = {}, show: 'list' | 'buttons' = 'list'): AskData => ({
  text: 'Which one?',
  saveAs: 'chosen',
  validation: { kind: 'choice', show, listButton: 'Menu', options: [], from: { ...from, ...change } },
  tries: 2,
  retryText: 'Please choose from the menu.',
  timeoutMs: null,
});

export function talk(question: AskData, products: VariableValue, script: SimulatedAction[] = []) {
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
export type Talk = ReturnType<typeof talk>;
export const last = ({ transcript }: Talk) => {
  const sent = transcript.filter((entry) => entry.kind === 'outbound').at(-1);
  return sent?.kind === 'outbound' ? sent : null;
};
export const rowsOf = (simulation: Talk) => {
  const content = last(simulation)?.content;
  if (content?.type === 'list') return content.sections.flatMap(({ rows }) => rows);
  return content?.type === 'buttons' ? content.buttons : [];
};
export const titles = (simulation: Talk) => rowsOf(simulation).map(({ title }) => title);
export const press = (simulation: Talk, title: string) => {
  const row = rowsOf(simulation).find((one) => one.title === title);
  if (!row) throw new Error(`There is no row "${title}".`);
  simulation.do({ kind: 'press', id: row.id, title });
};

export const several = (change: Partial<Extract<ChoiceData, { kind: 'choices' }>> = {}): AskData => ({
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
