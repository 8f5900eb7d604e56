import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newNode } from './nodes/registry.ts';
import type { FlowNode } from './nodes/registry.ts';
import { describeResults, runScript } from './run-scripts.ts';
import { newCard } from './nodes/send-carousel/manifest.ts';
import { sampleNode } from './samples/build.ts';
import { followUpDripFlow } from './samples/follow-up-drip.ts';
import { welcomeFlow } from './samples/welcome.ts';
import { durationFrom, parseScript } from './scripts.ts';
import type { FlowDoc } from './document.ts';
import { flowDoc } from './testing.ts';
import { end, start } from './validation/testing.ts';

function failures(doc: FlowDoc, steps: unknown[], more: object = {}): string[] {
  const parsed = parseScript({
    format: 'parley-flow-test',
    formatVersion: 1,
    conversations: [{ name: 'one', steps, ...more }],
  });
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  return runScript(doc, parsed.script).flatMap((result) =>
    result.failures.map(({ step, message }) => `${step}: ${message}`),
  );
}

describe('runScript', () => {
  it('passes what the flow does', () => {
    const steps = [
      { say: 'hi' },
      {
        expect: {
          text: 'How can we help',
          buttons: ['Book a visit', 'Prices', 'Talk to a person'],
          count: 1,
        },
      },
      { press: 'Book a visit' },
      { expect: { text: 'name', at: 'Ask the name' } },
      { say: 'Maya' },
      { expect: { text: 'Thanks, Maya', variables: { name: 'Maya' }, ended: false } },
      { press: 'monday' },
      {
        expect: {
          text: ['All set, Maya'],
          tags: ['booked'],
          ended: { outcome: 'completed', reason: 'Visit booked' },
        },
      },
    ];
    expect(failures(welcomeFlow, steps)).toEqual([]);
  });

  it('moves time, fails sends and hands over', () => {
    const steps = [
      { say: 'hi' },
      { wait: '29 minutes' },
      { expect: { count: 1 } },
      { wait: '1 min' },
      { expect: { text: 'still there' } },
      { press: 'Talk to a person' },
      { expect: { handedOver: true, nothing: true, ended: 'completed' } },
    ];
    expect(failures(welcomeFlow, steps)).toEqual([]);
    expect(
      failures(welcomeFlow, [{ failSends: 1 }, { say: 'hi' }, { expect: { nothing: true, ended: false } }]),
    ).toEqual([]);
  });

  it('starts from a tag, and stands in for templates', () => {
    const steps = [
      { tag: 'lead' },
      { expect: { template: 'thanks_update' } },
      { skip: 'wait' },
      { expect: { template: 'appointment_reminder' } },
      { say: 'Stop' },
      { expect: { ended: { outcome: 'exited', reason: 'replied' } } },
    ];
    expect(failures(followUpDripFlow, steps, { contact: { name: null } })).toEqual([]);
    expect(
      failures(followUpDripFlow, [{ tag: 'lead' }, { expect: { text: 'thanks for your interest' } }], {
        windowOpen: true,
      }),
    ).toEqual([]);
  });

  it('orders what was shown, and presses a card', () => {
    const flow = flowDoc(
      {
        start,
        cards: sampleNode('send-carousel', 0, 0, {
          ...{ body: 'Which one?', media: 'image', buttons: 'replies', timeoutMs: null },
          cards: ['Aloe', 'Ivy'].map((title) => ({
            ...newCard(title, [{ id: title, title }]),
            media: 'https://shop.example/a.jpg',
          })),
        }),
        shelf: sampleNode('send-products', 0, 0, {
          ...{ show: 'one', catalogId: '77', productId: 'ivy', sections: [], body: 'Here it is' },
          ...{ waitsForOrder: true, saves: { total: 'total', summary: 'summary' }, timeoutMs: null },
        }),
        end,
      },
      [
        ['start', 'next', 'cards'],
        ['cards', 'button:Ivy', 'shelf'],
        ['shelf', 'ordered', 'end'],
      ],
    );
    const steps = [
      { say: 'hi' },
      { expect: { text: 'Which one?', buttons: ['Aloe', 'Ivy'] } },
      { press: 'Ivy' },
      { expect: { text: 'Here it is' } },
      { order: [{ product: 'ivy', quantity: 2, price: 4.5 }], currency: 'EUR', note: 'A gift' },
      { expect: { variables: { total: 9, summary: '2 × ivy (4.50 EUR each)' }, ended: 'completed' } },
    ];
    expect(failures(flow, steps)).toEqual([]);
  });

  it('shows a file that is kept, and fails the step where none is chosen', () => {
    const sends = (fileId: string) =>
      flowDoc(
        {
          start,
          send: sampleNode('send-media', 0, 0, {
            ...{ kind: 'document', source: { by: 'file', fileId, name: 'menu.pdf' } },
          }),
          end,
        },
        [
          ['start', 'next', 'send'],
          ['send', 'sent', 'end'],
        ],
      );
    const kept = sends('0190a1b2-0000-7000-8000-00000000abcd');
    expect(failures(kept, [{ say: 'hi' }, { expect: { text: 'menu.pdf', ended: 'completed' } }])).toEqual([]);
    expect(failures(sends(''), [{ say: 'hi' }, { expect: { text: 'menu.pdf' } }])).not.toEqual([]);
  });

  it('answers requests from the script, one after the other', () => {
    const ask = { ...newNode('http-request', { x: 0, y: 0 }) } as Extract<FlowNode, { type: 'http-request' }>;
    ask.data = {
      ...ask.data,
      url: 'https://example.com',
      response: [{ path: 'n', variable: 'n', type: 'number' }],
    };
    const doc = flowDoc({ start, ask, end }, [
      ['start', 'next', 'ask'],
      ['ask', 'success', 'end'],
    ]);
    const calls = {
      ask: [
        { status: 200, body: { n: 5 } },
        { status: 200, body: { n: 7 } },
      ],
    };
    const steps = [
      { say: 'hi' },
      { expect: { variables: { n: 5 } } },
      { say: 'hi' },
      { expect: { variables: { n: 7 } } },
    ];
    expect(failures(doc, steps, { calls })).toEqual([]);
  });

  it('walks through drawn rules and back', () => {
    const rule = (type: 'keyword-rule' | 'answer-rule') => ({
      ...newNode(type, { x: 0, y: 0 }),
      ...(type === 'keyword-rule' ? { data: { keywords: [{ match: 'exact', text: 'help' }] } } : {}),
    });
    const text = (words: string) => ({ ...newNode('send-text', { x: 0, y: 0 }), data: { text: words } });
    const asked = newNode('ask', { x: 0, y: 0 });
    const nodes = {
      ...{ start, end, help: rule('keyword-rule'), file: rule('answer-rule') },
      ...{ ask: { ...asked, data: { ...asked.data, text: 'Your name?', saveAs: 'name' } } },
      ...{ told: text('We greet you by it'), words: text('Words, please') },
      back: newNode('return', { x: 0, y: 0 }),
    } as Record<string, FlowNode>;
    const doc = flowDoc(nodes, [
      ['start', 'next', 'ask'],
      ['ask', 'valid', 'end'],
      ['help', 'next', 'told'],
      ['told', 'sent', 'back'],
      ['file', 'next', 'words'],
      ['words', 'sent', 'back'],
    ]);
    const steps = [
      { say: 'hi' },
      { say: 'help' },
      { expect: { text: ['Your name?', 'We greet you by it', 'Your name?'], at: 'ask' } },
      { send: 'image' },
      { expect: { text: ['Words, please', 'Your name?'] } },
      { say: 'Maya' },
      { expect: { variables: { name: 'Maya' }, ended: 'completed' } },
    ];
    expect(failures(doc, steps)).toEqual([]);
  });

  it('says what differs', () => {
    const steps = [
      { say: 'hi' },
      {
        expect: { text: 'Bye', buttons: ['Yes'], count: 2, noText: 'help', ended: 'completed', at: 'Nudge' },
      },
      { press: 'Maybe' },
      { expect: { variables: { name: 'Maya' }, tags: ['vip'], noTags: ['new'], attributes: { size: 5 } } },
    ];
    expect(failures(welcomeFlow, steps, { contact: { name: 'Maya', tags: ['new'] } })).toEqual([
      '2: No message holds "Bye"; sent: "Hi Maya! How can we help you today?".',
      '2: A message holds "help".',
      '2: The buttons are "Book a visit", "Prices", "Talk to a person", not "Yes".',
      '2: 1 messages were sent, not 2: "Hi Maya! How can we help you today?".',
      '2: The run has not ended. Waits for a reply at "Greeting" until 2026-01-05 09:30 UTC.',
      '2: The run is not at "Nudge". Waits for a reply at "Greeting" until 2026-01-05 09:30 UTC.',
      '3: There is no button "Maybe" to press.',
      '4: Variable name is null, not "Maya".',
      '4: Attribute size is null, not 5.',
      '4: The contact lacks the tag "vip"; it has "new".',
      '4: The contact has the tag "new".',
    ]);
  });
});

describe('describeResults', () => {
  it('shows what happened only where something failed', () => {
    const text = describeResults([
      { name: 'fine', failures: [], transcript: ['hidden'] },
      { name: 'odd', failures: [{ step: 2, message: 'Wrong.' }], transcript: ['said'] },
    ]);
    expect(text).toBe('ok    fine\nFAIL  odd\n      step 2: Wrong.\n        | said');
  });
});

describe('parseScript', () => {
  const problems = (...steps: unknown[]) => {
    const parsed = parseScript({
      format: 'parley-flow-test',
      formatVersion: 1,
      conversations: [{ name: 'a', steps }],
    });
    return parsed.ok ? [] : parsed.problems;
  };

  it('refuses what it does not know, with its place', () => {
    expect(problems({ say: 'hi', loudly: true })).toHaveLength(1);
    expect(problems({ expect: { txt: 'Hi' } })[0]).toMatch(/^conversations\.0\.steps\.0.*txt/);
    expect(problems({ expect: {} })[0]).toContain('Say what is expected.');
    expect(problems({ shout: 'hi' })[0]).toContain('{"shout":"hi"}');
    expect(problems({ wait: 'a while' })[0]).toContain('is no time');
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (json) => void parseScript(json)));
  });
});

describe('durationFrom', () => {
  it.each([
    ['2 days 3 hours', 183_600_000],
    ['1 h 30 min', 5_400_000],
    ['45s', 45_000],
    ['soon', null],
    ['3', null],
    ['2 days later', null],
  ])('%s', (text, ms) => expect(durationFrom(text)).toBe(ms));
});
