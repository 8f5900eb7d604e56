import { describe, expect, it } from 'vitest';
import type { VariableType } from '../basics.ts';
import type { FlowDoc } from '../document.ts';
import { defaultRules } from '../document.ts';
import { newNode } from '../nodes/registry.ts';
import type { FlowNode } from '../nodes/registry.ts';
import { sampleNode } from '../samples/build.ts';
import { flowDoc, templates } from '../testing.ts';
import { compileTriggers } from '../triggers.ts';
import { validateFlow } from '../validate.ts';
import type { ValidationContext } from '../validate.ts';
import { branches, DAY, delay, end, hear, HOUR, jump, say, start, tagged, test } from './testing.ts';

type Nodes = Record<string, FlowNode>;
type Edges = [string, string, string][];

/** Problems of one code, as `node field`; what the other rules say doesn't matter here. */
function found(code: string, doc: FlowDoc, context?: ValidationContext): string[] {
  return validateFlow(doc, context)
    .filter((problem) => problem.code === code)
    .map(({ nodeId, field }) => [nodeId, field].filter((part) => part !== null).join(' '));
}

const line = (nodes: Nodes, change: Partial<FlowDoc> = {}): FlowDoc => {
  const ids = Object.keys(nodes);
  const edges = ids.slice(1).map((to, index): [string, string, string] => {
    const from = ids[index] ?? '';
    const node = nodes[from];
    const port =
      node?.type === 'ask'
        ? 'valid'
        : node?.type === 'send-text' || node?.type === 'send-template'
          ? 'sent'
          : node?.type === 'wait-for-reply'
            ? 'reply'
            : 'next';
    return [from, port, to];
  });
  return flowDoc(nodes, edges, change);
};

const ask = (saveAs: string, kind: 'text' | 'number' | 'date' = 'text') =>
  sampleNode('ask', 0, 0, {
    text: '?',
    saveAs,
    validation: { kind },
    tries: 1,
    retryText: '',
    timeoutMs: null,
  });
const setNumber = (value: string) =>
  sampleNode('set-attribute', 0, 0, { name: 'size', valueType: 'number', value });

describe('loops', () => {
  const remind = (nodes: Nodes, edges: Edges, change: Partial<FlowDoc> = {}) =>
    found(
      'loop-unbounded',
      flowDoc({ start, hello: say('Hi'), ...nodes }, [['start', 'next', 'hello'], ...edges], change),
    );
  const byTime: Edges = [
    ['hello', 'sent', 'pause'],
    ['pause', 'next', 'hello'],
  ];

  it('loop-unbounded: a loop by time alone', () => {
    expect(remind({ pause: delay(1) }, byTime)).toEqual(['hello']);
  });

  it('no loop-unbounded when the person drives it, a jump counts it, or the flow has a time limit', () => {
    const driven: Edges = [
      ['hello', 'sent', 'heard'],
      ['heard', 'reply', 'hello'],
    ];
    expect(remind({ heard: hear(1) }, driven)).toEqual([]);
    const counted: Edges = [
      ['hello', 'sent', 'pause'],
      ['pause', 'next', 'again'],
      ['again', 'exceeded', 'end'],
    ];
    expect(remind({ pause: delay(1), again: jump('hello', 3), end }, counted)).toEqual([]);
    const limited = { rules: { ...defaultRules, timeoutMs: DAY } };
    expect(remind({ pause: delay(1) }, byTime, limited)).toEqual([]);
  });

  it('loop-unbounded: also when a jump that is used up leads back', () => {
    const edges: Edges = [
      ['hello', 'sent', 'pause'],
      ['pause', 'next', 'again'],
      ['again', 'exceeded', 'hello'],
    ];
    expect(remind({ pause: delay(1), again: jump('hello', 3) }, edges)).toEqual(['again']);
  });

  it('cycle-without-wait: a counted loop is fine while its rounds fit between two waits', () => {
    const retry = (max: number) =>
      found(
        'cycle-without-wait',
        flowDoc({ start, hello: say('Hi'), again: jump('hello', max), end }, [
          ['start', 'next', 'hello'],
          ['hello', 'sent', 'again'],
          ['again', 'exceeded', 'end'],
        ]),
      );
    expect(retry(3)).toEqual([]);
    expect(retry(30)).toEqual(['again']);
  });

  it('target-missing and dangling-edge: a jump leads to a step that is there, and by no edge', () => {
    const doc = flowDoc({ start, again: jump('gone', 3), end }, [
      ['start', 'next', 'again'],
      ['again', 'exceeded', 'end'],
      ['again', 'target', 'end'],
    ]);
    expect(found('target-missing', doc)).toEqual(['again target']);
    expect(found('dangling-edge', doc)).toEqual(['again port:target']);
    expect(found('missing-branch', doc)).toEqual([]);
  });

  it('unreachable-node: a jump leads there too', () => {
    const doc = flowDoc({ start, again: jump('island', 1), island: say('Hi'), end }, [
      ['start', 'next', 'again'],
      ['again', 'exceeded', 'end'],
      ['island', 'sent', 'end'],
    ]);
    expect(found('unreachable-node', doc)).toEqual([]);
  });

  it('wait-longer-than-flow-timeout: a wait, or waits together, that the limit cuts short', () => {
    const limited = { rules: { ...defaultRules, timeoutMs: 20 * HOUR } };
    const code = 'wait-longer-than-flow-timeout';
    expect(found(code, line({ start, a: delay(30), end }, limited))).toEqual(['a']);
    expect(found(code, line({ start, a: delay(12), b: delay(12), c: delay(30), end }, limited))).toEqual([
      'b',
    ]);
    expect(found(code, line({ start, a: delay(12), b: delay(6), end }, limited))).toEqual([]);
    expect(found(code, line({ start, a: delay(30), end }))).toEqual([]);
  });
});

describe('variables', () => {
  it('var-maybe-unset: on one of two paths nothing fills it', () => {
    const doc = flowDoc({ start, heard: hear(1, 'x'), hello: say('{{ x }}'), end }, [
      ['start', 'next', 'heard'],
      ['heard', 'reply', 'hello'],
      ['heard', 'no-reply', 'hello'],
      ['hello', 'sent', 'end'],
    ]);
    expect(found('var-maybe-unset', doc)).toEqual(['hello text']);
    expect(found('var-maybe-unset', { ...doc, variables: { x: { type: 'text' } } })).toEqual(['hello text']);
    expect(found('var-maybe-unset', { ...doc, variables: { x: { type: 'text', default: '' } } })).toEqual([]);
    expect(found('var-maybe-unset', { ...doc, variables: { x: { type: 'text', role: 'input' } } })).toEqual(
      [],
    );
  });

  it('no var-maybe-unset when every path fills it, also round a loop', () => {
    const doc = flowDoc({ start, heard: hear(1, 'x'), hello: say('{{ x }}'), again: hear(1, 'x') }, [
      ['start', 'next', 'heard'],
      ['heard', 'reply', 'hello'],
      ['hello', 'sent', 'again'],
      ['again', 'no-reply', 'hello'],
    ]);
    expect(found('var-maybe-unset', doc)).toEqual([]);
  });

  it('no var-maybe-unset for a text that says what to show instead, or asks first', () => {
    const shows = (text: string) =>
      found(
        'var-maybe-unset',
        flowDoc({ start, hello: say(text), heard: hear(1, 'x') }, [
          ['start', 'next', 'hello'],
          ['hello', 'sent', 'heard'],
        ]),
      );
    expect(shows('{{ x }}')).toEqual(['hello text']);
    expect(shows('{{ answers.x | upcase }}')).toEqual(['hello text']);
    expect(shows('{{ x | default: "you" }}')).toEqual([]);
    expect(shows('{% if x %}Hi {{ x }}{% endif %}')).toEqual([]);
    expect(shows('{% unless x == "" %}Hi {{ x }}{% endunless %}')).toEqual([]);
  });

  it('no var-maybe-unset behind a condition that made sure', () => {
    const behind = (port: string, ...tests: Parameters<typeof branches>) =>
      found(
        'var-maybe-unset',
        flowDoc({ start, heard: hear(1, 'x'), check: branches(...tests), hello: say('{{ x }}') }, [
          ['start', 'next', 'heard'],
          ['heard', 'reply', 'check'],
          ['heard', 'no-reply', 'check'],
          ['check', port, 'hello'],
        ]),
      );
    expect(behind('branch:b0', test('answers.x', 'is-not-empty'))).toEqual([]);
    expect(behind('branch:b0', test('answers.x', 'is', 'red'))).toEqual([]);
    expect(behind('else', test('answers.x', 'is-empty'))).toEqual([]);
    expect(behind('else', test('answers.x', 'is-not-empty'))).toEqual(['hello text']);
    expect(behind('branch:b0', test('answers.x', 'is-not', 'red'))).toEqual(['hello text']);
  });

  it('type-mismatch: comparisons that never hold or make no sense', () => {
    const mismatch = (saved: FlowNode, ...tests: Parameters<typeof branches>) =>
      found('type-mismatch', line({ start, saved, check: branches(...tests) }));
    expect(mismatch(ask('x'), test('answers.x', 'greater-than', '5'))).toEqual([
      'check branches.0.groups.0.tests.0.operator',
    ]);
    expect(mismatch(ask('x', 'number'), test('answers.x', 'greater-than', '5'))).toEqual([]);
    expect(mismatch(ask('x', 'number'), test('answers.x', 'less-than', '2026-11-24'))).toEqual([
      'check branches.0.groups.0.tests.0.value',
    ]);
    expect(mismatch(ask('x', 'date'), test('answers.x', 'less-than', '2026-11-24'))).toEqual([]);
    expect(mismatch(ask('x', 'date'), test('answers.x', 'at-most', '7'))).toHaveLength(1);
    expect(mismatch(ask('x'), test('contact.tags', 'greater-than', '5'))).toHaveLength(1);
    expect(mismatch(ask('x', 'number'), test('answers.x', 'before', 'today'))).toHaveLength(1);
    expect(mismatch(ask('x', 'date'), test('answers.x', 'before', 'today'))).toEqual([]);
  });

  it('type-mismatch: a number attribute from a text answer, a default of another type', () => {
    expect(found('type-mismatch', line({ start, a: ask('x'), b: setNumber('{{ x }}') }))).toEqual([
      'b value',
    ]);
    expect(
      found('type-mismatch', line({ start, a: ask('x', 'date'), b: setNumber('{{answers.x}}') })),
    ).toEqual(['b value']);
    expect(found('type-mismatch', line({ start, a: ask('x', 'number'), b: setNumber('{{ x }}') }))).toEqual(
      [],
    );
    expect(
      found('type-mismatch', line({ start, a: ask('x') }, { variables: { x: { type: 'number' } } })),
    ).toEqual(['a']);
    const odd = { variables: { n: { type: 'number' as const, default: 'many' } } };
    expect(found('type-mismatch', line({ start, end }, odd))).toEqual(['variables.n.default']);
  });

  it('type-mismatch: attributes whose type is known', () => {
    const doc = line({ start, check: branches(test('contact.attributes.size', 'at-least', '5')) });
    expect(found('type-mismatch', doc, { attributes: { size: 'text' } })).toHaveLength(1);
    expect(found('type-mismatch', doc, { attributes: { size: 'number' } })).toEqual([]);
    expect(found('type-mismatch', doc)).toEqual([]);
  });
});

describe('conditions and splits', () => {
  const dead = (...tests: Parameters<typeof branches>) =>
    found('dead-rule', line({ start, check: branches(...tests) }));

  it('dead-rule: an earlier branch takes everybody who would take it', () => {
    expect(dead(test('answers.x', 'is', 'red'), test('answers.x', 'is', 'RED '))).toEqual([
      'check branches.1',
    ]);
    expect(dead(test('answers.x', 'at-least', '5'), test('answers.x', 'greater-than', '10'))).toEqual([
      'check branches.1',
    ]);
    expect(dead(test('answers.x', 'contains', 'red'), test('answers.x', 'is', 'dark red'))).toEqual([
      'check branches.1',
    ]);
    expect(
      dead(
        test('answers.x', 'is-empty'),
        test('answers.x', 'is-not-empty'),
        test('contact.name', 'is', 'Maya'),
      ),
    ).toEqual(['check branches.2']);
    expect(
      dead(test('answers.x', 'is-not-empty'), [
        test('answers.x', 'is', 'red'),
        test('contact.tags', 'is', 'vip'),
      ]),
    ).toEqual(['check branches.1']);
  });

  it('dead-rule: tests that never hold together', () => {
    expect(dead([test('answers.x', 'is', 'red'), test('answers.x', 'is', 'blue')])).toEqual([
      'check branches.0',
    ]);
    expect(dead([test('answers.x', 'less-than', '5'), test('answers.x', 'greater-than', '5')])).toEqual([
      'check branches.0',
    ]);
  });

  it('no dead-rule where nothing is certain', () => {
    expect(dead(test('answers.x', 'greater-than', '10'), test('answers.x', 'at-least', '5'))).toEqual([]);
    expect(dead(test('answers.x', 'is', 'dark red'), test('answers.x', 'contains', 'red'))).toEqual([]);
    expect(dead([test('contact.tags', 'is', 'a'), test('contact.tags', 'is', 'b')])).toEqual([]);
    expect(dead(test('answers.x', 'is', '5'), test('answers.x', 'is', '5.0'))).toEqual([]);
  });

  it('weights-not-100', () => {
    const split = (...weights: number[]) =>
      sampleNode('split', 0, 0, { branches: weights.map((weight, index) => ({ id: `s${index}`, weight })) });
    expect(found('weights-not-100', line({ start, ab: split(50, 40) }))).toEqual(['ab branches']);
    expect(found('weights-not-100', line({ start, ab: split(50, 50) }))).toEqual([]);
  });
});

describe('texts', () => {
  it('secret-in-text: in texts, addresses, defaults and notes', () => {
    const token = `EAA${'a1B2c3'.repeat(10)}`;
    expect(found('secret-in-text', line({ start, a: say(`Use ${token}`) }))).toEqual(['a text']);
    const variables = { key: { type: 'text' as const, default: token } };
    expect(found('secret-in-text', line({ start, end }, { variables }))).toEqual(['variables.key.default']);
    const notes = { n: { text: token, ui: { x: 0, y: 0 } } };
    expect(found('secret-in-text', line({ start, end }, { notes }))).toEqual(['notes.n.text']);
    expect(
      found('secret-in-text', line({ start, a: say('Your code is {{ answers.code }}, no token needed') })),
    ).toEqual([]);
  });

  it('opt-out-missing: a marketing template without a word on how to stop', () => {
    const offer = sampleNode('send-template', 0, 0, {
      name: 'weekly_offer',
      language: 'en_US',
      header: [],
      body: ['a', 'b'],
    });
    const thanks = sampleNode('send-template', 0, 0, {
      name: 'thanks_update',
      language: 'en_US',
      header: [],
      body: ['a'],
    });
    const code = 'opt-out-missing';
    expect(found(code, line({ tagged, offer }), { templates })).toEqual(['offer name']);
    expect(found(code, line({ tagged, offer }))).toEqual([]);
    expect(found(code, line({ tagged, thanks }), { templates })).toEqual([]);
    expect(
      found(code, line({ tagged, offer, hello: say('Write STOP to unsubscribe.') }), { templates }),
    ).toEqual([]);
    const denied = sampleNode('set-consent', 0, 0, { state: 'denied' });
    expect(found(code, line({ tagged, offer, denied }), { templates })).toEqual([]);
    const ownWord = {
      'weekly_offer/en_US': {
        ...templates['weekly_offer/en_US'],
        body: 'Hi {{1}}: {{2}}. Reply "stop promotions" to end.',
      },
    };
    expect(found(code, line({ tagged, offer }), { templates: ownWord as typeof templates })).toEqual([]);
  });
});

describe('requests', () => {
  const request = (timeoutMs?: number) => {
    const node = newNode('http-request', { x: 0, y: 0 });
    return { ...node, data: { ...node.data, url: 'https://example.com', timeoutMs } } as FlowNode;
  };

  it('http-no-timeout', () => {
    expect(found('http-no-timeout', line({ start, ask: request() }))).toEqual(['ask timeoutMs']);
    expect(found('http-no-timeout', line({ start, ask: request(5_000) }))).toEqual([]);
  });

  it('secret-in-text: a header with a credential, unless a secret stands for it', () => {
    const withHeader = (value: string) => {
      const node = request(5_000);
      const headers = [{ name: 'Authorization', value, secret: 'shop' }];
      return line({ start, ask: { ...node, data: { ...node.data, headers } } as FlowNode });
    };
    expect(found('secret-in-text', withHeader('hunter2-hunter2'))).toEqual(['ask headers.0.value']);
    expect(found('secret-in-text', withHeader('Bearer '))).toEqual([]);
    expect(found('secret-in-text', withHeader('{{ answers.token }}'))).toEqual([]);
  });

  it('secret-unknown', () => {
    const node = request(5_000);
    const headers = [{ name: 'X-Key', value: '', secret: 'shop' }];
    const doc = line({ start, ask: { ...node, data: { ...node.data, headers } } as FlowNode });
    expect(found('secret-unknown', doc, { secrets: [] })).toEqual(['ask headers.0.secret']);
    expect(found('secret-unknown', doc, { secrets: ['shop'] })).toEqual([]);
    expect(found('secret-unknown', doc)).toEqual([]);
  });
});

describe('what the organisation has', () => {
  it('attribute-unknown, unless this flow sets it', () => {
    const doc = line({ start, a: say('{{ contact.attributes.citty }}') });
    expect(found('attribute-unknown', doc, { attributes: { city: 'text' } })).toEqual(['a text']);
    expect(found('attribute-unknown', doc)).toEqual([]);
    expect(found('attribute-unknown', doc, { attributes: { citty: 'text' } })).toEqual([]);
    const sets = line({ start, a: say('{{ contact.attributes.size }}'), b: setNumber('5') });
    expect(found('attribute-unknown', sets, { attributes: {} })).toEqual([]);
  });

  it('attribute-misfit', () => {
    const set = (value: string) =>
      line({ start, a: sampleNode('set-attribute', 0, 0, { name: 'plan', valueType: 'text', value }) });
    const context = { attributeRules: { plan: { type: 'choice' as const, options: ['Gold'] } } };
    expect(found('attribute-misfit', set('Bronze'), context)).toEqual(['a value']);
    expect(found('attribute-misfit', set('gold'), context)).toEqual([]);
    expect(found('attribute-misfit', set('{{ x }}'), context)).toEqual([]);
    expect(found('attribute-misfit', set('Bronze'), { attributeRules: {} })).toEqual([]);
  });

  it('tag-unknown: only slips of the pen', () => {
    expect(found('tag-unknown', line({ tagged, end }), { tags: ['leads'] })).toEqual(['tagged tag']);
    expect(found('tag-unknown', line({ tagged, end }), { tags: ['Lead'] })).toEqual(['tagged tag']);
    expect(found('tag-unknown', line({ tagged, end }), { tags: ['vip'] })).toEqual([]);
  });

  it('segment-unknown', () => {
    const entered = sampleNode('segment-trigger', 0, 0, { segmentId: 's-1' });
    expect(found('segment-unknown', line({ entered, end }), { segments: ['s-2'] })).toEqual([
      'entered segmentId',
    ]);
    expect(found('segment-unknown', line({ entered, end }), { segments: ['s-1'] })).toEqual([]);
  });

  it('subflow-unpublished, subflow-recursion and subflow-mapping', () => {
    const call = (flowId: string, version: number) =>
      sampleNode('subflow', 0, 0, { flowId, version, inputs: [{ name: 'who', value: 'you' }], outputs: [] });
    const called = newNode('subflow-trigger', { x: 0, y: 0 });
    const inner = line({ called, end }, { variables: { who: { type: 'text', role: 'input' } } });
    const doc = line({ start, sub: call('f', 2) });
    expect(found('subflow-unpublished', doc, { publishedVersions: { f: [1] } })).toEqual(['sub version']);
    expect(found('subflow-unpublished', doc, { publishedVersions: { f: [1, 2] } })).toEqual([]);
    expect(found('subflow-unpublished', doc)).toEqual([]);
    expect(found('subflow-recursion', doc, { flowId: 'f' })).toEqual(['sub flowId']);
    expect(found('subflow-recursion', doc, { flowId: 'g', subflows: { 'f/2': inner } })).toEqual([]);
    const back = { 'f/2': line({ called, sub: call('g', 1) }) };
    expect(found('subflow-recursion', doc, { flowId: 'g', subflows: back })).toEqual(['sub flowId']);
    expect(found('subflow-mapping', doc, { subflows: { 'f/2': inner } })).toEqual([]);
    expect(found('subflow-mapping', doc, { subflows: { 'f/2': line({ called, end }) } })).toEqual([
      'sub inputs.0.name',
    ]);
    expect(found('subflow-mapping', doc, { subflows: { 'f/2': line({ start, end }) } })).toEqual([
      'sub flowId',
    ]);
    const counts = line({ called, end }, { variables: { who: { type: 'number', role: 'input' } } });
    expect(found('subflow-mapping', doc, { subflows: { 'f/2': counts } })).toEqual(['sub inputs.0.value']);
  });

  it('what a called flow gives back has the type that is declared there', () => {
    const sub = sampleNode('subflow', 0, 0, {
      flowId: 'f',
      version: 2,
      inputs: [],
      outputs: [{ name: 'price', variable: 'total' }],
    });
    const price = (type: VariableType) => ({
      'f/2': line(
        { called: newNode('subflow-trigger', { x: 0, y: 0 }), end },
        { variables: { price: { type, role: 'output' } } },
      ),
    });
    const doc = line({ start, sub }, { variables: { total: { type: 'number' } } });
    expect(found('type-mismatch', doc, { subflows: price('number') })).toEqual([]);
    expect(found('type-mismatch', doc, { subflows: price('date') })).toEqual(['sub']);
  });
});

describe('keyword-conflict', () => {
  type Match = 'exact' | 'contains' | 'regex';
  const word = (match: Match, text: string) =>
    sampleNode('keyword-trigger', 0, 0, { keywords: [{ match, text }] });
  const others = (node: FlowNode) =>
    compileTriggers(flowDoc({ other: node }, [])).map((trigger) => ({ flowName: 'Other', trigger }));
  const against = (own: FlowNode, other: FlowNode) =>
    found('keyword-conflict', line({ own, end }), { otherTriggers: others(other) });
  const some = ['own keywords.0.text'];

  it('finds words and patterns of another flow that surely meet', () => {
    expect(against(word('exact', 'Menu!'), word('exact', 'menu'))).toEqual(some);
    expect(against(word('exact', 'the menu please'), word('contains', 'menu'))).toEqual(some);
    expect(against(word('contains', 'menu'), word('exact', 'the menu please'))).toEqual(some);
    expect(against(word('exact', 'order 123'), word('regex', 'order \\d+'))).toEqual(some);
    expect(against(word('regex', 'order \\d+'), word('regex', 'order \\d+'))).toEqual(some);
  });

  it('says nothing where they may never meet', () => {
    expect(against(word('exact', 'menu'), word('exact', 'menus'))).toEqual([]);
    expect(against(word('exact', 'menus'), word('contains', 'menu'))).toEqual([]);
    expect(against(word('regex', 'order \\d+'), word('exact', 'order'))).toEqual([]);
  });

  it('any message conflicts with any message, not with a word', () => {
    const any = newNode('message-trigger', { x: 0, y: 0 });
    expect(against(any, any)).toEqual(['own']);
    expect(against(any, word('exact', 'hi'))).toEqual([]);
    const ad = (...sourceIds: string[]) => sampleNode('ad-trigger', 0, 0, { which: 'some', sourceIds });
    expect(against(ad('1', '2'), ad('2'))).toEqual(['own']);
    expect(against(ad('1'), ad('2'))).toEqual([]);
  });

  it('other events may start many flows', () => {
    expect(against(tagged, tagged)).toEqual([]);
  });

  it('within a flow the same word twice, but not a word beside the same word anywhere', () => {
    const both = (a: FlowNode, b: FlowNode) =>
      found(
        'keyword-conflict',
        flowDoc({ a, b, end }, [
          ['a', 'next', 'end'],
          ['b', 'next', 'end'],
        ]),
      );
    expect(both(word('exact', 'hi'), word('exact', 'Hi'))).toEqual(['b keywords.0.text']);
    expect(both(word('exact', 'hi'), word('contains', 'hi'))).toEqual([]);
  });
});

describe('window-maybe-closed with rules and called flows', () => {
  const problems = (doc: FlowDoc, context?: ValidationContext) =>
    validateFlow(doc, context)
      .filter(({ code }) => code === 'window-maybe-closed')
      .map(({ severity, nodeId }) => `${severity} ${nodeId}`);
  const quiet = { rules: { ...defaultRules, quietHours: { from: '21:00', to: '09:00' } } };

  it('quiet hours may hold a message back until the window has closed', () => {
    expect(problems(line({ start, a: delay(14), hello: say('Hi') }))).toEqual([]);
    expect(problems(line({ start, a: delay(14), hello: say('Hi') }, quiet))).toEqual(['warning hello']);
    expect(problems(line({ start, a: delay(10), hello: say('Hi') }, quiet))).toEqual([]);
  });

  it('quiet hours hold the first message of a night only, and never an answer', () => {
    expect(problems(line({ start, a: delay(6), hello: say('Hi'), more: say('Hi') }, quiet))).toEqual([]);
    expect(problems(line({ start, a: delay(30), b: hear(null), hello: say('Hi') }, quiet))).toEqual([]);
  });

  it('the frequency cap may hold back each message that answers nobody', () => {
    const capped = { rules: { ...defaultRules, frequencyCap: { max: 1, periodMs: 10 * HOUR } } };
    const doc = line({ start, a: delay(1), one: say('1'), two: say('2'), three: say('3') }, capped);
    expect(problems(doc)).toEqual(['warning three']);
  });

  it('a flow that ends sooner never gets that far', () => {
    const limited = { rules: { ...defaultRules, timeoutMs: 20 * HOUR } };
    expect(problems(line({ start, a: delay(30), hello: say('Hi') }, limited))).toEqual([]);
  });

  it('looks into called flows', () => {
    const sub = sampleNode('subflow', 0, 0, { flowId: 'f', version: 1, inputs: [], outputs: [] });
    const called = newNode('subflow-trigger', { x: 0, y: 0 });
    const doc = flowDoc({ start, sub, hello: say('Hi') }, [
      ['start', 'next', 'sub'],
      ['sub', 'completed', 'hello'],
    ]);
    expect(problems(doc, { subflows: { 'f/1': line({ called, a: delay(30), end }) } })).toEqual([
      'error hello',
    ]);
    expect(
      problems(doc, { subflows: { 'f/1': line({ called, a: delay(30), b: hear(null), end }) } }),
    ).toEqual([]);
    expect(problems(doc)).toEqual([]);
  });

  it('a wait for an event takes as long as it may, unless the event is a message', () => {
    const event = (kind: 'api_event' | 'replied') =>
      sampleNode('wait-for-event', 0, 0, {
        event: kind === 'replied' ? { kind } : { kind, name: 'paid' },
        saves: [],
        timeoutMs: 30 * HOUR,
      });
    const after = (kind: 'api_event' | 'replied') =>
      problems(
        flowDoc({ start, event: event(kind), hello: say('Hi') }, [
          ['start', 'next', 'event'],
          ['event', 'happened', 'hello'],
        ]),
      );
    expect(after('api_event')).toEqual(['error hello']);
    expect(after('replied')).toEqual([]);
  });
});
