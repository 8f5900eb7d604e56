import { describe, expect, it } from 'vitest';
import { simulate } from '../../simulate.ts';
import { sampleNode } from '../../samples/build.ts';
import { flowDoc, order } from '../../testing.ts';
import { orderTrigger } from './index.ts';

const message = {
  kind: 'message',
  text: 'hi',
  press: null,
  isFirst: false,
  referral: null,
  campaignId: null,
} as const;

describe('order-trigger', () => {
  it('fires on an order and on nothing else', () => {
    const { fires, listens, interrupts } = orderTrigger.trigger!;
    expect(listens({})).toEqual(['message']);
    expect(fires({}, { ...message, isOrder: true })).toBe(true);
    expect(fires({}, message)).toBe(false);
    expect(fires({}, { kind: 'contact', key: 'tag_added:vip', data: {} })).toBe(false);
    expect(interrupts?.({ interrupts: true })).toBe(true);
    expect(orderTrigger.validate({})).toEqual([]);
  });

  it('starts where a keyword stands in the note, and brings what was ordered', () => {
    const flow = flowDoc(
      {
        word: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'for sunday' }] }),
        start: sampleNode('order-trigger', 0, 0, {}),
        thanks: sampleNode('send-text', 0, 0, {
          text: '{{ trigger.itemCount }} for {{ trigger.total }} {{ trigger.currency }}, {{ trigger.note }}:\n{{ trigger.items | lines: "[quantity] [product]" }}\n{{ trigger.summary }}',
        }),
        other: sampleNode('send-text', 0, 0, { text: 'A keyword' }),
      },
      [
        ['start', 'next', 'thanks'],
        ['word', 'next', 'other'],
      ],
    );
    const ordered = { type: 'order', text: 'For Sunday', order: { ...order, note: 'For Sunday' } };
    const { transcript } = simulate(flow, [{ kind: 'send', message: ordered }]);
    expect(transcript.find(({ kind }) => kind === 'outbound')).toMatchObject({
      text: '3 for 85 USD, For Sunday:\n2 di9ozbzfi4\n1 nqryix03ez\n2 × di9ozbzfi4 (30 USD each)\n1 × nqryix03ez (25 USD)',
    });
  });
});
