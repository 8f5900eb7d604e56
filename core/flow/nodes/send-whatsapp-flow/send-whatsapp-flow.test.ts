import { describe, expect, it } from 'vitest';
import type { Scalar } from '../../basics.ts';
import type { InboundReply } from '../../run.ts';
import { presses, says, stepInput } from '../../testing.ts';
import { sendWhatsappFlow } from './index.ts';
import type { SendWhatsappFlowData } from './manifest.ts';

const data: SendWhatsappFlowData = {
  body: 'Hi {{ contact.firstName }}',
  button: 'Choose a day',
  flowId: '4242',
  mode: 'published',
  action: 'navigate',
  screen: 'DAYS',
  data: [
    { name: 'name', value: '{{ contact.firstName }}', type: 'text' },
    { name: 'seats', value: '2', type: 'number' },
    { name: 'days', value: '[{"id":"mon","title":"Mon"}]', type: 'json' },
  ],
  saves: [
    { field: 'day', saveAs: 'day', type: 'text' },
    { field: 'guests', saveAs: 'guests', type: 'number' },
    { field: 'gift', saveAs: 'gift', type: 'boolean' },
  ],
  timeoutMs: 3_600_000,
};
const TOKEN = 'contact-1.node';

function submits(form: Record<string, Scalar>, token = TOKEN): InboundReply {
  return { ...presses(token, 'Sent'), form };
}
const reply = (message: InboundReply, change: Partial<SendWhatsappFlowData> = {}, hasOther = true) =>
  sendWhatsappFlow.advance(
    { ...data, ...change },
    stepInput({ kind: 'reply', message }, { hasEdge: () => hasOther }),
  );

describe('send-whatsapp-flow', () => {
  it('opens the first screen with typed values, and waits', () => {
    expect(sendWhatsappFlow.advance(data, stepInput({ kind: 'entered' }))).toEqual({
      kind: 'send',
      content: {
        type: 'flow',
        body: 'Hi Maya',
        label: 'Choose a day',
        flowId: '4242',
        flowToken: TOKEN,
        mode: 'published',
        action: 'navigate',
        screen: 'DAYS',
        data: { name: 'Maya', seats: 2, days: [{ id: 'mon', title: 'Mon' }] },
      },
      purpose: 'service',
    });
    expect(sendWhatsappFlow.advance(data, stepInput({ kind: 'sent' }))).toEqual({
      kind: 'waitForReply',
      until: '2026-11-24T09:30:00.000Z',
    });
  });

  it('sends neither screen nor values when the endpoint decides', () => {
    const outcome = sendWhatsappFlow.advance(
      { ...data, action: 'data_exchange', flowToken: 'v-{{ contact.id }}{{ contact.firstName }}' },
      stepInput({ kind: 'entered' }),
    );
    expect(outcome).toMatchObject({ content: { action: 'data_exchange', flowToken: 'v-Maya' } });
    expect(JSON.stringify(outcome)).not.toMatch(/screen|"data"/);
  });

  it('saves the answers by type; what is missing or unreadable becomes null', () => {
    expect(reply(submits({ day: 'mon', guests: '3', gift: true, extra: 1 }))).toEqual({
      kind: 'leave',
      port: 'submitted',
      isChosen: true,
      variables: { day: 'mon', guests: 3, gift: true },
    });
    expect(reply(submits({ guests: 'many' }))).toMatchObject({
      variables: { day: null, guests: null, gift: null },
    });
  });

  it('takes a form without a token, and none that an older message opened', () => {
    expect(reply(submits({ day: 'mon' }, 'flow'))).toMatchObject({ port: 'submitted' });
    expect(reply(submits({ day: 'mon' }, 'contact-1.other'))).toEqual({ kind: 'leave', port: 'other' });
    const elsewhere = { id: 'flow', title: 'Sent', isElsewhere: true };
    expect(reply({ ...submits({ day: 'mon' }), press: elsewhere })).toEqual({ kind: 'leave', port: 'other' });
  });

  it('sends anything else to other, or goes on waiting', () => {
    for (const message of [says('no thanks'), says(null), presses('yes')]) {
      expect(reply(message)).toEqual({ kind: 'leave', port: 'other' });
      expect(reply(message, {}, false)).toEqual({ kind: 'keepWaiting' });
    }
    expect(sendWhatsappFlow.advance(data, stepInput({ kind: 'deadline' }))).toEqual({
      kind: 'leave',
      port: 'no-reply',
    });
  });

  it('fails before sending a value that is not of its type', () => {
    for (const [value, type] of [
      ['two', 'number'],
      ['maybe', 'boolean'],
      ['{', 'json'],
    ] as const) {
      const outcome = sendWhatsappFlow.advance(
        { ...data, data: [{ name: 'x', value, type }] },
        stepInput({ kind: 'entered' }),
      );
      expect(outcome).toMatchObject({ fault: { code: 'flow_value_invalid' } });
    }
  });

  it('says which variables it fills', () => {
    expect(sendWhatsappFlow.manifest.writes?.(data)).toEqual([
      { field: 'saves.0.saveAs', name: 'day', type: 'text', ports: ['submitted'] },
      { field: 'saves.1.saveAs', name: 'guests', type: 'number', ports: ['submitted'] },
      { field: 'saves.2.saveAs', name: 'gift', type: 'boolean', ports: ['submitted'] },
    ]);
  });

  it('reports what a draft lacks', () => {
    const problems = (change: Partial<SendWhatsappFlowData>) =>
      sendWhatsappFlow.validate({ ...data, ...change }).map(({ code, field }) => `${code} ${field}`);
    expect(problems({})).toEqual([]);
    expect(problems({ flowId: '', screen: '' })).toEqual(['required-field flowId', 'required-field screen']);
    expect(problems({ action: 'data_exchange', screen: '' })).toEqual([]);
    expect(problems({ mode: 'draft' })).toEqual(['draft-flow mode']);
    expect(problems({ data: [{ name: 'x', value: '{', type: 'json' }] })).toEqual(['bad-json data.0.value']);
    expect(problems({ saves: [{ field: 'a', saveAs: 'not a name', type: 'text' }] })).toEqual([
      'bad-name saves.0.saveAs',
    ]);
    const twice = { field: 'a', saveAs: 'a', type: 'text' } as const;
    expect(problems({ saves: [twice, twice] })).toEqual(['duplicate-name saves.1.saveAs']);
  });
});
