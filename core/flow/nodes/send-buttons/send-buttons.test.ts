import { describe, expect, it } from 'vitest';
import { presses, says, stepInput } from '../../testing.ts';
import { sendButtons } from './index.ts';
import type { SendButtonsData } from './manifest.ts';

const data: SendButtonsData = {
  body: 'Hi {{ contact.firstName }}',
  footer: '{{ answers.none }}',
  buttons: [
    { id: 'book', title: 'Réserver' },
    { id: 'prices', title: 'Prices' },
  ],
  timeoutMs: 1_800_000,
};
const reply = (message: ReturnType<typeof says>, hasOther = true) =>
  sendButtons.advance(data, stepInput({ kind: 'reply', message }, { hasEdge: () => hasOther }));

describe('send-buttons', () => {
  it('sends body and buttons, leaves an empty footer out, and waits until the time-out', () => {
    expect(sendButtons.advance(data, stepInput({ kind: 'entered' }))).toEqual({
      kind: 'send',
      content: { type: 'buttons', body: 'Hi Maya', buttons: data.buttons },
      purpose: 'service',
    });
    expect(sendButtons.advance(data, stepInput({ kind: 'sent' }))).toEqual({
      kind: 'waitForReply',
      until: '2026-11-24T09:00:00.000Z',
    });
    const endless = { ...data, timeoutMs: null };
    expect(sendButtons.advance(endless, stepInput({ kind: 'sent' }))).toEqual({
      kind: 'waitForReply',
      until: null,
    });
  });

  it('takes a press by its id, even when the title differs', () => {
    expect(reply(presses('prices', 'Réserver'))).toEqual({
      kind: 'leave',
      port: 'button:prices',
      isChosen: true,
    });
  });

  it('takes a typed title, whatever its case and accents, or its number', () => {
    for (const text of [' reserver! ', 'RÉSERVER', '1', '1.']) {
      expect(reply(says(text))).toEqual({ kind: 'leave', port: 'button:book', isChosen: true });
    }
  });

  it('sends anything else to other, and goes on waiting when that is not connected', () => {
    for (const message of [
      says('maybe'),
      says('3'),
      says('0'),
      says(null),
      presses('old_button', 'Prices'),
    ]) {
      expect(reply(message)).toEqual({ kind: 'leave', port: 'other' });
      expect(reply(message, false)).toEqual({ kind: 'keepWaiting' });
    }
  });

  it('takes the quick reply of a fallback template by its title', () => {
    expect(reply(presses('Prices', 'Prices'))).toEqual({
      kind: 'leave',
      port: 'button:prices',
      isChosen: true,
    });
  });

  it('leaves by no-reply at the deadline', () => {
    expect(sendButtons.advance(data, stepInput({ kind: 'deadline' }))).toEqual({
      kind: 'leave',
      port: 'no-reply',
    });
  });

  it('has a port for each button', () => {
    const ids = sendButtons.manifest.ports(data).map((port) => port.id);
    expect(ids).toEqual(['button:book', 'button:prices', 'other', 'no-reply', 'failed']);
  });

  it('reports titles that are too long, missing or the same, and too many buttons', () => {
    const check = (titles: string[]) =>
      sendButtons
        .validate({
          ...data,
          footer: undefined,
          buttons: titles.map((title, index) => ({ id: `b${index}`, title })),
        })
        .map(({ code, field }) => `${code} ${field}`);
    expect(check(['Yes', 'No'])).toEqual([]);
    expect(check([])).toEqual(['required-field buttons']);
    expect(check(['a', 'b', 'c', 'd'])).toEqual(['over-limit-count buttons']);
    expect(check(['x'.repeat(21)])).toEqual(['over-limit-text buttons.0.title']);
    expect(check(['', 'No'])).toEqual(['required-field buttons.0.title']);
    expect(check(['Yes', ' yes'])).toEqual(['duplicate-button-title buttons.1.title']);
  });
});
