/** Rules of a flow that take a run over: keywords, answers that a step can't use, errors; and the way back. */
import { describe, expect, it } from 'vitest';
import type { FlowDoc } from './document.ts';
import { advance, readState } from './engine.ts';
import { subflowKey } from './library.ts';
import { sampleNode } from './samples/build.ts';
import { simulate } from './simulate.ts';
import type { SimulatedAction } from './simulate.ts';
import { MAX_INTERRUPTIONS } from './takeover.ts';
import { flowDoc, presses, says } from './testing.ts';

const keywords = (...words: string[]) => words.map((text) => ({ match: 'exact' as const, text }));
const keywordRule = (...words: string[]) =>
  sampleNode('keyword-rule', 0, 0, { keywords: keywords(...words) });
const text = (body: string) => sampleNode('send-text', 0, 0, { text: body });
const back = sampleNode('return', 0, 0, {});
const ask = (body: string, saveAs: string, kind: 'text' | 'number' = 'text') =>
  sampleNode('ask', 0, 0, {
    ...{ text: body, saveAs, validation: { kind }, tries: 3 },
    ...{ retryText: 'A number, please', timeoutMs: null },
  });
const choose = (body: string, titles: string[]) =>
  sampleNode('send-buttons', 0, 0, {
    body,
    buttons: titles.map((title) => ({ id: title.toLowerCase(), title })),
    timeoutMs: null,
  });

const nodes = {
  start: sampleNode('keyword-trigger', 0, 0, { keywords: keywords('hi') }),
  name: ask('Your name?', 'name'),
  age: ask('Your age?', 'age', 'number'),
  done: text('{{ name }} is {{ age }}'),
  help: keywordRule('help'),
  about: text('We only ask two things'),
  back,
};
const edges: [string, string, string][] = [
  ['start', 'next', 'name'],
  ['name', 'valid', 'age'],
  ['age', 'valid', 'done'],
  ['help', 'next', 'about'],
  ['about', 'sent', 'back'],
];

const say = (words: string): SimulatedAction => ({ kind: 'say', text: words });
const picture: SimulatedAction = {
  kind: 'send',
  message: { type: 'image', media: { kind: 'image', mimeType: null } },
};
const failSends = (times: number): SimulatedAction => ({ kind: 'failSends', times, code: 'blocked' });
type Played = ReturnType<typeof simulate>;
const texts = ({ transcript }: Played) =>
  transcript.flatMap((entry) => (entry.kind === 'outbound' ? [entry.text] : []));
const play = (doc: FlowDoc, ...script: (string | SimulatedAction)[]) =>
  simulate(
    doc,
    script.map((one) => (typeof one === 'string' ? say(one) : one)),
  );

describe('a keyword', () => {
  const doc = flowDoc(nodes, edges);

  it('leads away from a question, and the way back asks it again with all answers kept', () => {
    const played = play(doc, 'hi', 'Maya', 'Help!', '34');
    expect(texts(played)).toEqual([
      ...['Your name?', 'Your age?', 'We only ask two things', 'Your age?', 'Maya is 34'],
    ]);
    expect(played.state).toMatchObject({ interrupted: [], ended: { outcome: 'completed' } });
  });

  it('goes before free words, and begins the tries of its question anew', () => {
    const played = play(doc, 'hi', 'Maya', 'x', 'y', 'help', 'x', 'y', '34');
    expect(texts(played).at(-1)).toBe('Maya is 34');
  });

  it('takes over runs of a version that knew no rules', () => {
    const { flow, state, facts: known, now } = play(doc, 'hi');
    const { interrupted: _, ...stored } = state;
    const result = advance(flow, readState(stored), { kind: 'reply', message: says('help') }, known, now);
    expect(result.state.interrupted).toEqual([{ rule: 'help', path: 'name', tries: 0, inner: [] }]);
  });

  it('is heard only while the run waits for a reply', () => {
    const delayed = flowDoc(
      { ...nodes, name: sampleNode('delay', 0, 0, { mode: 'duration', durationMs: 60_000 }) },
      edges,
    );
    expect(texts(play(delayed, 'hi', 'help'))).toEqual([]);
  });

  it('ends the run when its branch ends, as any branch does', () => {
    const withoutBack = flowDoc(nodes, edges.slice(0, -1));
    expect(play(withoutBack, 'hi', 'help').state.ended).toEqual({
      outcome: 'completed',
      reason: 'end_of_path',
    });
  });

  it('does not go before what the step offers, pressed or typed', () => {
    const menu = flowDoc(
      { ...nodes, name: choose('Ready?', ['Help', 'Go']), help: keywordRule('help', 'go', 'later') },
      [['start', 'next', 'name'], ['name', 'button:help', 'done'], ...edges.slice(3)],
    );
    for (const answer of [say('help'), say(' HELP! '), say('1'), { kind: 'press', id: 'help' } as const])
      expect(texts(play(menu, 'hi', answer))).toEqual(['Ready?', 'is']);
    expect(texts(play(menu, 'hi', 'later'))).toEqual(['Ready?', 'We only ask two things', 'Ready?']);
  });

  it('is heard in the title of a button that stands on another message', () => {
    const menu = flowDoc({ ...nodes, name: choose('Ready?', ['Help', 'Go']) }, edges);
    const played = play(menu, 'hi');
    const old = { ...presses('help', 'Help'), pressedAt: { runId: 'another', nodeId: 'x' } };
    played.do({ kind: 'send', message: old });
    expect(texts(played)).toEqual(['Ready?', 'We only ask two things', 'Ready?']);
  });

  it('that is more special wins', () => {
    const anywhere = sampleNode('keyword-rule', 0, 0, { keywords: [{ match: 'contains', text: 'help' }] });
    const two = flowDoc({ ...nodes, a: anywhere, other: text('Other') }, [...edges, ['a', 'next', 'other']]);
    expect(texts(play(two, 'hi', 'help')).at(1)).toBe('We only ask two things');
    expect(texts(play(two, 'hi', 'help me')).at(1)).toBe('Other');
  });

  it('is answered at night too: the person wrote', () => {
    const quiet = flowDoc(nodes, edges, {
      rules: { ...flowDoc({}, []).rules, quietHours: { from: '00:00', to: '23:59' } },
    });
    const played = play(quiet, 'hi', { kind: 'wait', ms: 3_600_000 }, 'help');
    expect(played.state).toMatchObject({ isAnswering: true, wait: { kind: 'reply', nodeId: 'name' } });
    expect(texts(played)).toHaveLength(3);
  });
});

describe('a keyword in the branch of a keyword', () => {
  const doc = flowDoc(
    { ...nodes, order: keywordRule('order'), what: ask('Order what?', 'what'), back2: back },
    [...edges, ['order', 'next', 'what'], ['what', 'valid', 'back2']],
  );

  it('goes back to the step of that branch, which then goes back to where it began', () => {
    const played = play(doc, 'hi', 'order', 'help', 'tea', 'Maya');
    expect(texts(played)).toEqual([
      ...['Your name?', 'Order what?', 'We only ask two things', 'Order what?', 'Your name?', 'Your age?'],
    ]);
    expect(played.state).toMatchObject({ variables: { what: 'tea', name: 'Maya' }, interrupted: [] });
  });

  it('begins the branch anew when it is the same, and still goes back to where it began', () => {
    const played = play(doc, 'hi', 'order', 'order', 'tea');
    expect(texts(played)).toEqual(['Your name?', 'Order what?', 'Order what?', 'Your name?']);
  });

  it('goes back to the question that it has led to, once that is one of the flow’s own', () => {
    const joined = flowDoc({ ...nodes, skip: keywordRule('skip') }, [...edges, ['skip', 'next', 'age']]);
    const played = play(joined, 'hi', 'skip', 'help');
    expect(texts(played)).toEqual(['Your name?', 'Your age?', 'We only ask two things', 'Your age?']);
  });

  it('is remembered a few times only', () => {
    const words = Array.from({ length: MAX_INTERRUPTIONS + 3 }, (_, index) => `word${index}`);
    const deep = flowDoc(
      {
        ...{ start: nodes.start, name: nodes.name },
        ...Object.fromEntries(
          words.flatMap((word) => [
            [`rule${word}`, keywordRule(word)],
            [`ask${word}`, ask(word, 'x')],
          ]),
        ),
      },
      [['start', 'next', 'name'], ...words.map((word) => [`rule${word}`, 'next', `ask${word}`] as const)],
    );
    expect(play(deep, 'hi', ...words).state.interrupted).toHaveLength(MAX_INTERRUPTIONS);
  });
});

describe('an unexpected answer', () => {
  const rule = sampleNode('answer-rule', 0, 0, { kinds: ['image', 'sticker'] });
  const doc = (kinds: typeof rule = rule, more: [string, string, string][] = []) =>
    flowDoc({ ...nodes, other: kinds, words: text('Words, please'), back2: back, gone: text('Bye') }, [
      ...edges,
      ['other', 'next', 'words'],
      ['words', 'sent', 'back2'],
      ...more,
    ]);

  it('of a chosen kind leads to its rule instead of the question being repeated', () => {
    const played = play(doc(), 'hi', 'Maya', picture, '34');
    expect(texts(played)).toEqual([
      ...['Your name?', 'Your age?', 'Words, please', 'Your age?', 'Maya is 34'],
    ]);
    expect(played.trace).toContainEqual({
      nodeId: 'age',
      nodeType: 'ask',
      port: null,
      problem: 'wrong_answer',
    });
  });

  it('of another kind is left to the step', () => {
    expect(texts(play(doc(), 'hi', 'Maya', 'old')).at(-1)).toBe('A number, please');
  });

  it('counts as a try, so that the question’s own way out is taken in the end', () => {
    const given = doc(rule, [['age', 'gave-up', 'gone']]);
    expect(texts(play(given, 'hi', 'Maya', picture, picture, picture)).slice(2)).toEqual([
      ...['Words, please', 'Your age?', 'Words, please', 'Your age?', 'Bye'],
    ]);
    // Where nothing is connected, the rule goes on being asked.
    expect(play(doc(), 'hi', 'Maya', picture, picture, picture, picture).state.ended).toBeNull();
  });

  it('is no business of the rule where the step has a way of its own, or takes every answer', () => {
    const menu = flowDoc(
      { ...nodes, name: choose('Ready?', ['Go']), other: rule, words: text('Words, please') },
      [
        ['start', 'next', 'name'],
        ['name', 'other', 'about'],
        ['other', 'next', 'words'],
      ],
    );
    expect(texts(play(menu, 'hi', picture)).at(-1)).toBe('We only ask two things');
    const anything = flowDoc(
      { ...nodes, name: sampleNode('wait-for-reply', 0, 0, { timeoutMs: null }), other: rule },
      [['start', 'next', 'name']],
    );
    expect(play(anything, 'hi', picture).state.ended?.outcome).toBe('completed');
  });

  it('leads away from buttons whose other answer is not connected', () => {
    const menu = flowDoc(
      { ...nodes, name: choose('Ready?', ['Go']), other: rule, words: text('Words, please'), back2: back },
      [
        ['start', 'next', 'name'],
        ['other', 'next', 'words'],
        ['words', 'sent', 'back2'],
      ],
    );
    expect(texts(play(menu, 'hi', picture))).toEqual(['Ready?', 'Words, please', 'Ready?']);
  });
});

describe('an error', () => {
  const rule = sampleNode('error-rule', 0, 0, { times: 2, saveCodeAs: 'code', saveStepAs: 'step' });
  const doc = (
    change: Partial<Record<string, FlowDoc['nodes'][string]>> = {},
    more: [string, string, string][] = [],
  ) =>
    flowDoc(
      {
        ...nodes,
        failed: rule,
        sorry: text('Sorry: {{ code }} at {{ step }}'),
        back2: back,
        ...change,
      },
      [...edges, ['failed', 'next', 'sorry'], ['sorry', 'sent', 'back2'], ...more],
    );

  it('leads to its rule, with its code and the step’s name, and the way back tries the step again', () => {
    const played = play(doc(), failSends(1), 'hi');
    expect(texts(played)).toEqual(['Your name?', 'Sorry: blocked at Ask', 'Your name?']);
    expect(played.state.wait).toMatchObject({ kind: 'reply', nodeId: 'name' });
  });

  it('takes a connected way of the step’s own first', () => {
    const own = doc({}, [['name', 'failed', 'about']]);
    expect(texts(play(own, failSends(1), 'hi'))[1]).toBe('We only ask two things');
  });

  it('leads there as often as the rule says, then waits for a decision', () => {
    const quiet = doc({ sorry: sampleNode('set-tag', 0, 0, { action: 'add', tag: 'failed' }) }, [
      ['sorry', 'next', 'back2'],
    ]);
    const played = play(quiet, failSends(9), 'hi');
    expect(texts(played)).toHaveLength(3);
    expect(played.state.wait).toMatchObject({ kind: 'decision', nodeId: 'name', code: 'blocked' });
  });

  it('in the branch of the rule does not lead there again', () => {
    const played = play(doc(), failSends(9), 'hi');
    expect(texts(played)).toEqual(['Your name?', 'Sorry: blocked at Ask']);
    expect(played.state.wait).toMatchObject({ kind: 'decision', nodeId: 'sorry' });
  });

  it('later on leads there again, once the branch has come to a question of the flow', () => {
    const joined = doc({}, [['sorry', 'sent', 'age']]);
    const played = play(joined, failSends(1), 'hi', failSends(1), '34');
    expect(texts(played).filter((words) => words.startsWith('Sorry'))).toHaveLength(2);
  });

  it('of a message that WhatsApp took and didn’t deliver leads there, too', () => {
    const played = play(doc(), 'hi', { kind: 'undeliver', code: '131026' });
    expect(texts(played)).toEqual(['Your name?', 'Sorry: 131026 at Ask', 'Your name?']);
  });

  it('of a text that can’t be filled in comes to an end like the others', () => {
    const broken = doc(
      { name: text('{{ x | nope }}'), sorry: sampleNode('set-tag', 0, 0, { action: 'add', tag: 'x' }) },
      [['sorry', 'next', 'back2']],
    );
    expect(play(broken, 'hi').state).toMatchObject({ wait: { kind: 'decision', nodeId: 'name' } });
  });
});

describe('a way back that nothing leads to', () => {
  const lost = (more: [string, string, string][] = []) =>
    flowDoc({ ...nodes, back }, [['start', 'next', 'back'], ...more]);

  it('fails with a code of its own', () => {
    expect(play(lost(), 'hi').state.wait).toMatchObject({ kind: 'decision', code: 'nothing_interrupted' });
  });

  it('goes on where its failed port leads', () => {
    expect(texts(play(lost([['back', 'failed', 'about']]), 'hi'))).toEqual(['We only ask two things']);
  });
});

describe('a flow that runs another one', () => {
  const called = (more: FlowDoc['nodes'] = {}, moreEdges: [string, string, string][] = []) =>
    flowDoc(
      {
        entry: sampleNode('subflow-trigger', 0, 0, {}),
        day: ask('Which day?', 'day'),
        time: ask('Which time?', 'time'),
        ...more,
      },
      [['entry', 'next', 'day'], ['day', 'valid', 'time'], ...moreEdges],
      { variables: { day: { type: 'text', role: 'output' }, time: { type: 'text', role: 'output' } } },
    );
  const book = sampleNode('subflow', 0, 0, {
    ...{ flowId: 'book', version: 1, inputs: [] },
    outputs: [
      { name: 'day', variable: 'day' },
      { name: 'time', variable: 'time' },
    ],
  });
  const caller = (more: FlowDoc['nodes'] = {}, moreEdges: [string, string, string][] = []) =>
    flowDoc({ ...nodes, book, end: text('{{ name }}: {{ day }} at {{ time }}'), ...more }, [
      ...edges.filter(([from]) => from !== 'name'),
      ['name', 'valid', 'book'],
      ['book', 'completed', 'end'],
      ...moreEdges,
    ]);
  const run = (doc: FlowDoc, inner: FlowDoc, ...script: (string | SimulatedAction)[]) =>
    simulate(
      doc,
      script.map((one) => (typeof one === 'string' ? say(one) : one)),
      { library: { [subflowKey({ flowId: 'book', version: 1 })]: inner } },
    );

  it('asks the rules of the called flow first', () => {
    const inner = called({ help: keywordRule('help'), inside: text('Inside') }, [['help', 'next', 'inside']]);
    expect(texts(run(caller(), inner, 'hi', 'Maya', 'help'))).toContain('Inside');
    expect(texts(run(caller(), called(), 'hi', 'Maya', 'help'))).toContain('We only ask two things');
  });

  it('leaves the called flow for a rule of its own, and goes back into it with what was answered there', () => {
    const played = run(caller(), called(), 'hi', 'Maya', 'Friday', 'help');
    expect(texts(played).slice(-2)).toEqual(['We only ask two things', 'Which time?']);
    expect(played.state).toMatchObject({
      nodeId: 'book/time',
      outer: [{ name: 'Maya' }],
      variables: { day: 'Friday' },
    });
    played.do(say('noon'));
    expect(texts(played).at(-1)).toBe('Maya: Friday at noon');
    expect(played.state.interrupted).toEqual([]);
  });

  it('goes back into the branch of a rule inside, which still knows its own way back', () => {
    const inner = called({ more: keywordRule('more'), which: ask('More of what?', 'which'), back }, [
      ['more', 'next', 'which'],
      ['which', 'valid', 'back'],
    ]);
    const played = run(caller(), inner, 'hi', 'Maya', 'more', 'help', 'all', 'Friday', 'noon');
    expect(texts(played).slice(1)).toEqual([
      ...['Which day?', 'More of what?', 'We only ask two things', 'More of what?', 'Which day?'],
      ...['Which time?', 'Maya: Friday at noon'],
    ]);
  });

  it('goes back to the question inside, also when a rule has led into the called flow before', () => {
    const doc = caller({ skip: keywordRule('skip') }, [['skip', 'next', 'book']]);
    const played = run(doc, called(), 'hi', 'skip', 'Friday');
    expect(played.state).toMatchObject({ nodeId: 'book/time', interrupted: [] });
    played.do(say('help'));
    expect(played.state).toMatchObject({ nodeId: 'book/time', variables: { day: 'Friday' } });
  });

  it('forgets what was interrupted inside when that flow ends', () => {
    const inner = called({ stop: keywordRule('stop it') }, []);
    const played = run(
      caller({ after: ask('Anything else?', 'else') }, [['end', 'sent', 'after']]),
      inner,
      'hi',
      'Maya',
      'stop it',
    );
    expect(played.state).toMatchObject({ nodeId: 'after', interrupted: [] });
  });

  it('catches errors inside where nothing inside does, and the way back tries the step inside again', () => {
    const rule = sampleNode('error-rule', 0, 0, { times: 1 });
    const doc = caller({ failed: rule, back2: back }, [['failed', 'next', 'back2']]);
    const played = run(doc, called(), 'hi', failSends(1), 'Maya');
    expect(played.state).toMatchObject({ nodeId: 'book/day', wait: { kind: 'reply' } });
    const inner = called({ failed: rule, inside: text('Inside') }, [['failed', 'next', 'inside']]);
    expect(texts(run(doc, inner, 'hi', failSends(1), 'Maya'))).toContain('Inside');
  });
});
