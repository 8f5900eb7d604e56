/** What a step offers goes before the keywords of a rule, whatever kind of step it is. */
import { describe, expect, it } from 'vitest';
import type { AskValidation } from './nodes/ask/manifest.ts';
import type { FlowNode } from './nodes/registry.ts';
import { sampleNode } from './samples/build.ts';
import { simulate } from './simulate.ts';
import type { SimulatedAction } from './simulate.ts';
import { flowDoc, order, templates } from './testing.ts';

const WORDS = ['help', 'more', 'done', 'later'];
const keywords = (...words: string[]) => words.map((text) => ({ match: 'exact' as const, text }));
const text = (body: string) => sampleNode('send-text', 0, 0, { text: body });
const titled = ['Help', 'Two', 'Three', 'Four'].map((title, at) => ({ id: `o${at}`, title }));
const rows = Array.from({ length: 12 }, (_, at) => ({ title: at === 0 ? 'Help' : `Row ${at}` }));
const from = { list: 'rows', title: '{{ item.title }}', save: 'title' as const, more: 'More' };

const ask = (validation: AskValidation) =>
  sampleNode('ask', 0, 0, {
    ...{ text: 'Which?', saveAs: 'a', validation, tries: 3, retryText: '', timeoutMs: null },
  });
const several = (change: Partial<Extract<AskValidation, { kind: 'choices' }>> = {}) =>
  ask({
    ...{ kind: 'choices', show: 'list', listButton: 'Open', options: titled, min: 1, done: 'Done' },
    ...change,
  });
const press = (title: string): Press => ({ pressed: title });
const say = (words: string): SimulatedAction => ({ kind: 'say', text: words });
const card = (id: string, title: string) => ({
  ...{ id, media: 'https://example.com/a.jpg', body: 'A card', replies: [{ id: `r${id}`, title }] },
  link: { label: 'Open', url: '' },
});

/** The row or button of the last message with this title. */
interface Press {
  pressed: string;
}
type Taken = [name: string, step: FlowNode, port: string, ...answers: (SimulatedAction | Press)[]];

const leaves: Taken[] = [
  [
    'buttons',
    sampleNode('send-buttons', 0, 0, { body: 'B', buttons: titled.slice(0, 2), timeoutMs: null }),
    'button:o0',
    press('Help'),
  ],
  [
    'a list',
    sampleNode('send-list', 0, 0, { body: 'B', button: 'O', sections: [{ rows: titled }], timeoutMs: null }),
    'row:o0',
    press('Help'),
  ],
  [
    'a template',
    sampleNode('send-template', 0, 0, {
      ...{ name: 'appointment_reminder', language: 'en_US', header: [], body: ['a', 'b'], timeoutMs: null },
      replies: [{ id: 'help', index: 0, title: 'Help' }],
    }),
    'reply:help',
    { kind: 'press', id: 'help', title: 'Help' },
  ],
  [
    'a carousel',
    sampleNode('send-carousel', 0, 0, {
      ...{ body: 'Pick', media: 'image', buttons: 'replies', timeoutMs: null },
      cards: [card('1', 'Help'), card('2', 'Two')],
    }),
    'button:r1',
    { kind: 'press', id: 'r1', title: 'Help' },
  ],
  [
    'products',
    sampleNode('send-products', 0, 0, {
      ...{ show: 'one', catalogId: '1', productId: 'sku', sections: [], body: 'Buy', timeoutMs: null },
      ...{ waitsForOrder: true, saves: { summary: 'a' } },
    }),
    'ordered',
    { kind: 'send', message: { type: 'order', text: 'help', order: { ...order, note: 'help' } } },
  ],
  [
    'a form',
    sampleNode('send-whatsapp-flow', 0, 0, {
      ...{ body: 'B', button: 'O', flowId: '1', mode: 'published', action: 'data_exchange', screen: '' },
      ...{ data: [], saves: [], timeoutMs: null },
    }),
    'submitted',
    { kind: 'send', message: { type: 'interactive', text: 'help', form: { a: 'b' } } },
  ],
  [
    'a choice',
    ask({ kind: 'choice', show: 'list', listButton: 'Open', options: titled }),
    'valid',
    press('Help'),
  ],
  [
    'a choice of a list',
    ask({ kind: 'choice', show: 'list', listButton: 'Open', options: [], from }),
    'valid',
    press('Help'),
  ],
  [
    'a choice of a list, typed',
    ask({ kind: 'choice', show: 'buttons', listButton: '', options: [], from }),
    'valid',
    say('help'),
  ],
  ['several choices, typed', several(), 'valid', say('Help')],
  ['the last of several choices', several({ max: 2 }), 'valid', press('Two'), press('Help')],
  ['the row that ends several choices', several(), 'valid', press('Two'), press('Done')],
  ['the words that end several choices', several(), 'valid', press('Two'), say('done')],
];

const stays: Taken[] = [
  [
    'a page of a list',
    ask({ kind: 'choice', show: 'list', listButton: 'O', options: [], from }),
    '',
    press('More'),
  ],
  ['a page of several choices', several({ options: [], from }), '', press('More')],
  ['one of several choices', several(), '', press('Help')],
  ['one of several choices, put back', several(), '', press('Help'), press('✓ Help')],
  ['one of several choices, typed', several({ min: 2 }), '', say('help')],
  ['the end of several choices before there are enough', several({ min: 2 }), '', press('Two'), say('done')],
];

function play([, step, port, ...answers]: Taken) {
  const doc = flowDoc(
    {
      start: sampleNode('keyword-trigger', 0, 0, { keywords: keywords('hi') }),
      step,
      done: text('Chosen'),
      rule: sampleNode('keyword-rule', 0, 0, { keywords: keywords(...WORDS) }),
      about: text('The rule'),
    },
    [
      ['start', 'next', 'step'],
      ...(port === '' ? [] : [['step', port, 'done'] as const]),
      ['rule', 'next', 'about'],
    ],
    { variables: { rows: { type: 'list', default: rows } } },
  );
  const played = simulate(doc, [say('hi')], { templates });
  for (const answer of answers) {
    if (!('pressed' in answer)) played.do(answer);
    else played.do({ kind: 'press', id: idOf(played, answer.pressed), title: answer.pressed });
  }
  return { played, texts: textsOf(played) };
}

type Played = ReturnType<typeof simulate>;
const sentBy = ({ transcript }: Played) =>
  transcript.flatMap((entry) => (entry.kind === 'outbound' ? [entry] : []));
const textsOf = (played: Played) => sentBy(played).map((entry) => entry.text);

function idOf(played: Played, title: string): string {
  const content = sentBy(played).at(-1)?.content;
  const shown =
    content?.type === 'list'
      ? content.sections.flatMap((section) => section.rows)
      : content?.type === 'buttons'
        ? content.buttons
        : [];
  const found = shown.find((one) => one.title === title);
  if (!found) throw new Error(`There is nothing called "${title}" to press.`);
  return found.id;
}

describe('a keyword doesn’t take what was chosen', () => {
  it.each(leaves)('from %s', (...taken) => {
    expect(play(taken).texts.at(-1)).toBe('Chosen');
  });

  it.each(stays)('from %s, which goes on asking', (...taken) => {
    const { played, texts } = play(taken);
    expect(texts).not.toContain('The rule');
    expect(played.state.wait).toMatchObject({ kind: 'reply', nodeId: 'step' });
  });

  it('but is heard in every other word', () => {
    for (const [name, step] of [...leaves, ...stays])
      expect([name, play([name, step, '', say('later')]).texts.at(-1)]).toEqual([name, 'The rule']);
  });
});

describe('what was picked before a rule took over', () => {
  const back: [string, string, string][] = [
    ['start', 'next', 'step'],
    ['step', 'valid', 'done'],
    ['rule', 'next', 'back'],
  ];
  const doc = (min: number) =>
    flowDoc(
      {
        start: sampleNode('keyword-trigger', 0, 0, { keywords: keywords('hi') }),
        step: several({ min, options: [], from }),
        done: text('{{ a }}'),
        rule: sampleNode('keyword-rule', 0, 0, { keywords: keywords('later') }),
        back: sampleNode('return', 0, 0, {}),
      },
      back,
      { variables: { rows: { type: 'list', default: rows } } },
    );

  it('is there again on the way back, on the page that was shown', () => {
    const played = simulate(doc(2), [say('hi'), say('Row 1')]);
    played.do({ kind: 'press', id: idOf(played, 'More'), title: 'More' });
    played.do(say('later'));
    expect(played.state).toMatchObject({ interrupted: [], nodeId: 'step' });
    expect(idOf(played, 'Row 10')).toMatch(/^row_/u);
    played.do(say('help'));
    expect(textsOf(played).at(-1)).toBe('Help, Row 1');
  });

  it('takes room in the state only where there is something', () => {
    const kept = (...answers: SimulatedAction[]) => {
      const waits = flowDoc(
        { ...doc(3).nodes, back: sampleNode('wait-for-reply', 0, 0, { timeoutMs: null }) },
        back,
        { variables: doc(3).variables },
      );
      return simulate(waits, [say('hi'), ...answers, say('later')]).state.interrupted;
    };
    expect(kept()).toEqual([{ rule: 'rule', path: 'step', tries: 0, inner: [] }]);
    expect(kept(say('Row 3'))[0]?.offered?.map(({ title, isPicked }) => [title, isPicked])).toEqual([
      ['Help', undefined],
      ['Row 3', true],
    ]);
  });
});
