/** A person with a phone, for tests: writes, presses and reads what arrives, in order. */
import { expect } from 'vitest';
import type { Outbound } from '../local/testing/simulator-client.ts';
import type { Stack } from '../local/testing/stack.ts';

export interface Person {
  number: string;
  says(text: string): Promise<void>;
  /** Any message object of the Cloud API; a file's bytes stand in it as `base64`. */
  sends(message: Record<string, unknown>): Promise<void>;
  /** Sends a cart: how many of each product of the simulator's catalogue. */
  orders(quantities: Readonly<Record<string, number>>, note?: string): Promise<void>;
  /** Presses a button or list row of the message that arrived last. */
  presses(id: string): Promise<void>;
  /** The next message that arrives; fails when it doesn't hold `words`. */
  gets(words: string): Promise<Outbound>;
  /** Everything that has arrived so far, as text. */
  received(): Promise<string[]>;
}

export function person(stack: Stack, number: string, name: string): Person {
  let last: Outbound | null = null;
  const { simulator } = stack;
  return {
    number,
    async says(text) {
      await simulator.inbound({ from: number, name, text });
    },
    async sends(message) {
      await simulator.inbound({ from: number, name, message });
    },
    async orders(quantities, note) {
      const items = Object.entries(quantities).map(([productId, quantity]) => ({ productId, quantity }));
      await simulator.inbound({ from: number, name, order: { items, ...(note && { note }) } });
    },
    async presses(id) {
      await simulator.press(number, last!.wamid, id);
    },
    async gets(words) {
      last = await simulator.waitForOutbound(() => true, {
        to: number,
        after: last?.cursor,
        timeoutMs: 20_000,
      });
      expect(wordsOf(last)).toContain(words);
      return last;
    },
    async received() {
      const { items } = await simulator.outbound({ to: number, limit: 1000 });
      return items.map(wordsOf);
    },
  };
}

/** What a person reads in a message: its text or body, or the template's name and values. */
export function wordsOf({ body }: Outbound): string {
  const { text, interactive, template } = body as {
    text?: { body: string };
    interactive?: { body?: { text: string } };
    template?: { name: string; components?: { parameters: { text?: string }[] }[] };
  };
  if (text) return text.body;
  if (interactive) return interactive.body?.text ?? '';
  const values = template?.components?.flatMap(({ parameters }) => parameters.map((p) => p.text ?? '')) ?? [];
  return [template?.name, ...values].join(' ');
}
