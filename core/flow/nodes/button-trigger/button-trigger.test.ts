import { describe, expect, it } from 'vitest';
import { buttonTrigger } from './index.ts';
import type { ButtonPattern } from './manifest.ts';

const { fires, listens, specificity, interrupts } = buttonTrigger.trigger!;
const exact = (text: string): ButtonPattern => ({ match: 'exact', text });
const prefix = (text: string): ButtonPattern => ({ match: 'prefix', text });
const presses = (id: string, title: string) =>
  ({
    kind: 'message',
    text: null,
    press: { id, title },
    isFirst: false,
    referral: null,
    campaignId: null,
  }) as const;

describe('button-trigger', () => {
  it('compares the payload letter by letter and the title as people mean it', () => {
    const data = { buttons: [exact('order_7')] };
    expect(fires(data, presses('order_7', 'Order'))).toBe(true);
    expect(fires(data, presses('order_77', 'Order'))).toBe(false);
    expect(fires(data, presses('Order_7', 'Order'))).toBe(false);
    expect(fires({ buttons: [exact('Yes, please!')] }, presses('b', 'yes, please'))).toBe(true);
  });

  it('takes the beginning of either when it says so', () => {
    const data = { buttons: [exact('x'), prefix('order_')] };
    expect(fires(data, presses('order_7', 'See it'))).toBe(true);
    expect(fires(data, presses('my_order_7', 'See it'))).toBe(false);
    expect(fires({ buttons: [prefix('see')] }, presses('b', 'See it'))).toBe(true);
    expect(fires({ buttons: [prefix('?')] }, presses('b', 'See it'))).toBe(false);
  });

  it('doesn’t fire on typed words, nor while no button is named', () => {
    expect(fires({ buttons: [exact('x')] }, { ...presses('x', 'x'), text: 'x', press: null })).toBe(false);
    expect(fires({ buttons: [prefix(' ')] }, presses('x', 'x'))).toBe(false);
    expect(listens({ buttons: [exact(' ')] })).toEqual([]);
    expect(listens({ buttons: [exact('x')] })).toEqual(['message']);
    expect(specificity({ buttons: [] })).toBe(75);
    expect(interrupts!({ buttons: [], interrupts: true })).toBe(true);
  });

  it('asks for a button and for its text', () => {
    const codes = (texts: string[]) =>
      buttonTrigger.validate({ buttons: texts.map(exact) }).map((p) => p.field);
    expect(codes([])).toEqual(['buttons']);
    expect(codes(['a', ' '])).toEqual(['buttons.1.text']);
    expect(buttonTrigger.manifest.summary({ buttons: [exact('Yes'), prefix('order_')] })).toBe(
      'When someone presses "Yes", "order_…"',
    );
    expect(buttonTrigger.advance({ buttons: [] }, undefined as never)).toEqual({
      kind: 'leave',
      port: 'next',
    });
  });
});
