import { describe, expect, it } from 'vitest';
import type { InboundReply } from '../../run.ts';
import { presses, says, stepInput } from '../../testing.ts';
import { answerRule } from './index.ts';
import type { AnswerKind } from './manifest.ts';
import { answerKindOf } from './rule.ts';

const message = (change: Partial<InboundReply>): InboundReply => ({
  ...says(null),
  type: 'unknown',
  ...change,
});

describe('answer-rule', () => {
  it('tells what kind of message came', () => {
    const picture = message({ text: 'Look', media: { kind: 'image', mimeType: null } });
    const place = { latitude: 1, longitude: 2, name: null, address: null };
    const messages: InboundReply[] = [
      ...[picture, message({ location: place, text: 'Home' }), message({ type: 'contacts' })],
      ...[says('Hi'), presses('yes'), message({ form: { a: 1 }, press: { id: 'flow', title: 'Sent' } })],
      message({ type: 'order' }),
    ];
    expect(messages.map(answerKindOf)).toEqual([
      ...['image', 'location', 'contact', 'text', 'text', 'other', 'other'],
    ]);
  });

  it('fits its kinds only, the better the fewer they are', () => {
    const { rule } = answerRule;
    const fit = (...kinds: AnswerKind[]) =>
      rule?.on === 'wrongAnswer' ? rule.fits({ kinds }, says('Hi')) : 0;
    expect(fit('image', 'other')).toBeNull();
    expect(fit('text')!).toBeGreaterThan(fit('text', 'image')!);
  });

  it('leaves by next, is for every kind of media at first, and asks for one', () => {
    expect(answerRule.advance({ kinds: [] }, stepInput({ kind: 'entered' }))).toMatchObject({ port: 'next' });
    const { kinds } = answerRule.manifest.defaults();
    expect(kinds).toEqual(['image', 'video', 'audio', 'document', 'sticker']);
    expect(answerRule.validate({ kinds: [] })).toMatchObject([{ field: 'kinds' }]);
    expect(answerRule.validate({ kinds })).toEqual([]);
  });
});
