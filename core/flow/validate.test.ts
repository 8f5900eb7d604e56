import { describe, expect, it } from 'vitest';
import type { FlowDoc } from './document.ts';
import type { TemplateFacts } from './run.ts';
import type { TemplateUseData as TemplateUse } from './nodes/shared/fields.ts';
import { sampleNode } from './samples/build.ts';
import { flowDoc, templates } from './testing.ts';
import { compileTriggers } from './triggers.ts';
import { validateFlow } from './validate.ts';
import type { ValidationContext } from './validate.ts';

const HOUR = 3_600_000;
const start = sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'hi' }] });
const tagged = sampleNode('tag-trigger', 0, 0, { tag: 'lead' });
const end = sampleNode('exit', 0, 0, { outcome: 'completed', reason: '' });
const text = (body: string, fallback?: TemplateUse) =>
  sampleNode('send-text', 0, 0, { text: body, fallback });
const delay = (hours: number) => sampleNode('delay', 0, 0, { mode: 'duration', durationMs: hours * HOUR });
const wait = (hours: number | null) =>
  sampleNode('wait-for-reply', 0, 0, { timeoutMs: hours === null ? null : hours * HOUR });
const buttons = (...ids: string[]) =>
  sampleNode('send-buttons', 0, 0, {
    body: '?',
    buttons: ids.map((id) => ({ id, title: id })),
    timeoutMs: null,
  });
const use = (name: string, ...body: string[]): TemplateUse => ({ name, language: 'en_US', header: [], body });
const template = (...args: Parameters<typeof use>) => sampleNode('send-template', 0, 0, use(...args));

const check = (doc: FlowDoc, context?: ValidationContext) =>
  validateFlow(doc, context).map(({ code, severity, nodeId, field }) =>
    [severity === 'error' ? 'E' : 'W', code, nodeId, field].filter((part) => part !== null).join(' '),
  );

describe('the shape of the graph', () => {
  it('no-trigger', () => {
    expect(check(flowDoc({ end }, []))).toEqual(['E no-trigger']);
  });

  it('unreachable-node and missing-branch', () => {
    const doc = flowDoc({ start, hello: text('Hi'), island: text('?'), end }, [
      ['start', 'next', 'hello'],
      ['island', 'sent', 'end'],
    ]);
    expect(check(doc)).toEqual([
      'W unreachable-node end',
      'W missing-branch hello port:sent',
      'W unreachable-node island',
    ]);
    expect(validateFlow(doc)[1]).toMatchObject({
      fix: { kind: 'connectExit', nodeId: 'hello', port: 'sent' },
    });
  });

  it('dangling-edge and port-connected-twice', () => {
    const doc = flowDoc({ start, end, other: end }, [
      ['start', 'next', 'end'],
      ['start', 'sideways', 'end'],
      ['gone', 'next', 'end'],
    ]);
    doc.edges['z'] = { from: { node: 'start', port: 'next' }, to: 'other' };
    doc.edges['zz'] = { from: { node: 'start', port: 'next' }, to: 'nowhere' };
    expect(check(doc)).toEqual([
      'E dangling-edge port:next',
      'E dangling-edge start port:sideways',
      'E port-connected-twice start port:next',
      'E dangling-edge start port:next',
      'W unreachable-node other',
    ]);
  });

  it('bad-value with its field, and unknown-type', () => {
    const broken = { ...delay(1), data: { mode: 'duration', durationMs: -5 } } as ReturnType<typeof delay>;
    const future = { ...end, type: 'teleport' } as unknown as typeof end;
    const doc = flowDoc({ start, broken, future }, [
      ['start', 'next', 'broken'],
      ['broken', 'next', 'future'],
    ]);
    expect(check(doc)).toEqual(['E bad-value broken durationMs', 'E unknown-type future']);
  });

  it('cycle-without-wait, also over failed; loops with a question or a delay are fine', () => {
    const loop = (node: typeof start, port: string) =>
      check(
        flowDoc({ start, a: text('a'), b: node, end }, [
          ['start', 'next', 'a'],
          ['a', 'sent', 'b'],
          ['b', port, 'a'],
        ]),
      ).filter((problem) => problem.includes('cycle'));
    expect(loop(text('b'), 'sent')).toEqual(['E cycle-without-wait a']);
    expect(loop(buttons('x'), 'failed')).toEqual(['E cycle-without-wait a']);
    expect(loop(buttons('x'), 'button:x')).toEqual([]);
    expect(loop(delay(1), 'next')).toEqual([]);
  });

  it('too-long-without-wait', () => {
    const chain = (length: number) => {
      const tags = Array.from({ length }, (_, index) => `n${index}`);
      const node = sampleNode('set-tag', 0, 0, { action: 'add', tag: 'x' });
      const edges = tags.map(
        (id, index) => [id, 'next', tags[index + 1] ?? 'end'] as [string, string, string],
      );
      return flowDoc({ start, ...Object.fromEntries(tags.map((id) => [id, node])), end }, [
        ['start', 'next', 'n0'],
        ...edges,
      ]);
    };
    expect(check(chain(48))).toEqual([]);
    expect(check(chain(49))).toEqual(['E too-long-without-wait start']);
    expect(check(chain(52))).toEqual(['E too-long-without-wait n2']);
  });

  it('a node that leads to itself', () => {
    const doc = flowDoc({ start, a: text('a') }, [
      ['start', 'next', 'a'],
      ['a', 'sent', 'a'],
    ]);
    expect(check(doc)).toEqual(['E cycle-without-wait a']);
  });

  it('ambiguous-option-id', () => {
    const doc = flowDoc({ start, a: buttons('x'), b: buttons('x') }, [
      ['start', 'next', 'a'],
      ['a', 'button:x', 'b'],
      ['b', 'button:x', 'a'],
    ]);
    expect(check(doc)).toEqual(['W ambiguous-option-id b']);
  });
});

describe('texts and templates', () => {
  it('var-unknown, in texts and conditions', () => {
    const doc = flowDoc(
      {
        start,
        hear: sampleNode('wait-for-reply', 0, 0, { timeoutMs: null, saveAs: 'said' }),
        hello: text(
          '{{ said }} {{ answers.city }} {{ answers.cty }} {{ contact.nme }} {{ contact.attributes.any }} {{ conversation.team }} {{ conversation.tem }}',
        ),
        branch: sampleNode('condition', 0, 0, {
          branches: [
            {
              id: 'b',
              match: 'all',
              groups: [
                { match: 'all', tests: [{ subject: 'answers.sayd', operator: 'is-empty', value: '' }] },
              ],
            },
          ],
        }),
        end,
      },
      [
        ['start', 'next', 'hear'],
        ['hear', 'reply', 'hello'],
        ['hello', 'sent', 'branch'],
        ['branch', 'branch:b', 'end'],
        ['branch', 'else', 'end'],
      ],
      { variables: { city: { type: 'text', default: '' } } },
    );
    expect(check(doc)).toEqual([
      'E var-unknown branch branches.0.groups.0.tests.0.subject',
      ...['E var-unknown hello text', 'E var-unknown hello text', 'E var-unknown hello text'],
    ]);
  });

  it('bad-template', () => {
    const doc = flowDoc({ start, hello: text('{{ contact.name'), end }, [
      ['start', 'next', 'hello'],
      ['hello', 'sent', 'end'],
    ]);
    expect(check(doc)).toEqual(['E bad-template hello text']);
  });

  it('template-not-approved and template-param-unmapped, also of fallbacks', () => {
    const codes = (node: typeof start, context: ValidationContext = { templates }) =>
      check(
        flowDoc({ start, node, end }, [
          ['start', 'next', 'node'],
          ['node', 'sent', 'end'],
        ]),
        context,
      );
    expect(codes(template('thanks_update', 'Maya'))).toEqual([]);
    expect(codes(template('weekly_offer', 'a', 'b'))).toContain('E template-not-approved node name');
    expect(codes(template('gone'))).toEqual(['E template-not-approved node name']);
    expect(codes(template('gone'), {})).toEqual([]);
    expect(codes(template('appointment_reminder', 'a'))).toEqual(['E template-param-unmapped node body']);
    expect(codes(template('appointment_reminder', 'a', ' '))).toEqual([
      'E template-param-unmapped node body.1',
    ]);
    expect(codes(text('Hi', use('appointment_reminder', 'a')))).toEqual([
      'E template-param-unmapped node fallback.body',
    ]);
  });

  it.each<[what: string, facts: Partial<TemplateFacts>, change: Partial<TemplateUse>, field: string | null]>([
    ['a header that takes words', { header: { kind: 'text', text: 'For {{1}}' } }, {}, 'header'],
    ['its words', { header: { kind: 'text', text: 'For {{1}}' } }, { header: ['you'] }, null],
    ['a header that takes a file', { header: { kind: 'media', media: 'image' } }, {}, 'header'],
    ['no header', { header: { kind: 'none' } }, { header: ['you'] }, 'header'],
    ['a place as its header', { header: { kind: 'location' } }, {}, 'header'],
    ['an address with a variable end', { urlButtons: [1] }, {}, 'urls'],
    ['its end', { urlButtons: [1] }, { urls: [{ index: 1, value: 'v/42' }] }, null],
    ['the end of another one', { urlButtons: [1] }, { urls: [{ index: 0, value: 'v/42' }] }, 'urls'],
    ['named values', { body: 'Hi {{first_name}}, see you on {{day}}.' }, { body: ['a', 'b'] }, null],
    ['a named value too many', { body: 'Hi {{first_name}}.' }, { body: ['a', 'b'] }, 'body'],
  ])('template-param-unmapped: a template with %s', (_what, facts, change, field) => {
    const own = { ...templates['thanks_update/en_US']!, ...facts };
    const node = sampleNode('send-template', 0, 0, { ...use('thanks_update', 'Maya'), ...change });
    const doc = flowDoc({ start, node, end }, [
      ['start', 'next', 'node'],
      ['node', 'sent', 'end'],
    ]);
    expect(check(doc, { templates: { 'thanks_update/en_US': own } })).toEqual(
      field === null ? [] : [`E template-param-unmapped node ${field}`],
    );
  });

  it('keyword-conflict with other flows and within the flow', () => {
    const doc = flowDoc({ start, twice: { ...start }, end }, [
      ['start', 'next', 'end'],
      ['twice', 'next', 'end'],
    ]);
    const sales = sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'HI!' }] });
    const otherTriggers = compileTriggers(flowDoc({ sales }, [])).map((trigger) => ({
      flowName: 'Sales',
      trigger,
    }));
    expect(check(doc, { otherTriggers })).toEqual([
      'W keyword-conflict start keywords.0.text',
      'W keyword-conflict twice keywords.0.text',
      'W keyword-conflict twice keywords.0.text',
    ]);
  });
});

describe('window-maybe-closed', () => {
  const windowProblems = (nodes: FlowDoc['nodes'], edges: [string, string, string][]) =>
    check(flowDoc(nodes, edges)).filter((problem) => problem.includes('window'));

  it('is an error after 24 hours of delays, and fine before', () => {
    const path = (first: number, second: number) =>
      windowProblems({ start, a: delay(first), b: delay(second), hello: text('Hi') }, [
        ['start', 'next', 'a'],
        ['a', 'next', 'b'],
        ['b', 'next', 'hello'],
      ]);
    expect(path(12, 11)).toEqual([]);
    expect(path(12, 12)).toEqual(['E window-maybe-closed hello text']);
  });

  it('looks at the longest of all paths', () => {
    const nodes = { start, ask: wait(30), hello: text('Hi') };
    expect(
      windowProblems(nodes, [
        ['start', 'next', 'ask'],
        ['ask', 'reply', 'hello'],
      ]),
    ).toEqual([]);
    expect(
      windowProblems(nodes, [
        ['start', 'next', 'ask'],
        ['ask', 'reply', 'hello'],
        ['ask', 'no-reply', 'hello'],
      ]),
    ).toEqual(['E window-maybe-closed hello text']);
  });

  it('is a warning when nobody wrote, and fine behind a window check or with a fallback', () => {
    expect(windowProblems({ tagged, hello: text('Hi') }, [['tagged', 'next', 'hello']])).toEqual([
      'W window-maybe-closed hello text',
    ]);
    const fallback = text('Hi', use('thanks_update', 'Maya'));
    expect(windowProblems({ tagged, hello: fallback }, [['tagged', 'next', 'hello']])).toEqual([]);
    const checked = sampleNode('window-check', 0, 0, {});
    const edges = (port: string): [string, string, string][] => [
      ['tagged', 'next', 'checked'],
      ['checked', port, 'hello'],
    ];
    expect(windowProblems({ tagged, checked, hello: text('Hi') }, edges('open'))).toEqual([]);
    expect(windowProblems({ tagged, checked, hello: text('Hi') }, edges('closed'))).toEqual([
      'E window-maybe-closed hello text',
    ]);
  });

  it('does not trust a check after time has passed', () => {
    const checked = sampleNode('window-check', 0, 0, {});
    expect(
      windowProblems({ start, checked, pause: delay(1), hello: text('Hi') }, [
        ['start', 'next', 'checked'],
        ['checked', 'open', 'pause'],
        ['pause', 'next', 'hello'],
      ]),
    ).toEqual(['W window-maybe-closed hello text']);
  });

  it('sees time add up in a loop', () => {
    expect(
      windowProblems({ start, hello: text('Hi'), pause: delay(1) }, [
        ['start', 'next', 'hello'],
        ['hello', 'sent', 'pause'],
        ['pause', 'next', 'hello'],
      ]),
    ).toEqual(['E window-maybe-closed hello text']);
  });

  it('says nothing about templates', () => {
    expect(windowProblems({ tagged, a: template('thanks_update', 'x') }, [['tagged', 'next', 'a']])).toEqual(
      [],
    );
  });
});
