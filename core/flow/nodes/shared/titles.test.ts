import { describe, expect, it } from 'vitest';
import { compileFlow } from '../../compile.ts';
import { advance } from '../../engine.ts';
import type { EngineEvent, RunState } from '../../run.ts';
import { initialState } from '../../run-state.ts';
import { sampleNode } from '../../samples/build.ts';
import { contact, facts, flowDoc, NOW, presses, says, stepInput } from '../../testing.ts';
import { ask } from '../ask/index.ts';
import type { StepOutcome } from '../contract.ts';
import { sendButtons } from '../send-buttons/index.ts';
import { sendCta } from '../send-cta/index.ts';
import { sendList } from '../send-list/index.ts';
import { sendWhatsappFlow } from '../send-whatsapp-flow/index.ts';

const entered = stepInput({ kind: 'entered' }, { variables: { day: 'Tuesday', long: 'x'.repeat(30) } });
const contentOf = (outcome: StepOutcome) => (outcome.kind === 'send' ? outcome.content : outcome);
const buttons = (...titles: string[]) =>
  sendButtons.advance(
    {
      ...sendButtons.manifest.defaults(),
      body: 'When?',
      buttons: titles.map((title, index) => ({ id: `b${index}`, title })),
    },
    entered,
  );
const question = (options: { id: string; title: string; description?: string }[]) => ({
  ...ask.manifest.defaults(),
  ...{ text: 'When?', saveAs: 'day' },
  validation: { kind: 'choice' as const, show: 'list' as const, listButton: 'Days', options },
});

describe('titles with placeholders', () => {
  it('are filled in on buttons', () => {
    expect(contentOf(buttons('{{ answers.day }}', 'Never'))).toMatchObject({
      buttons: [
        { id: 'b0', title: 'Tuesday' },
        { id: 'b1', title: 'Never' },
      ],
    });
  });

  it('are filled in on rows, their descriptions, their sections and the button that opens the list', () => {
    const data = {
      ...sendList.manifest.defaults(),
      body: 'When?',
      button: 'For {{ contact.firstName }}',
      sections: [
        {
          title: '{{ answers.day }}s',
          rows: [
            { id: 'a', title: '{{ answers.day }} at 9', description: 'With {{ contact.firstName }}' },
            { id: 'b', title: 'Later', description: '{{ answers.none }}' },
          ],
        },
      ],
    };
    expect(contentOf(sendList.advance(data, entered))).toMatchObject({
      button: 'For Maya',
      sections: [
        {
          title: 'Tuesdays',
          rows: [
            { id: 'a', title: 'Tuesday at 9', description: 'With Maya' },
            { id: 'b', title: 'Later' },
          ],
        },
      ],
    });
  });

  it('are filled in on link buttons and buttons of forms', () => {
    const cta = { ...sendCta.manifest.defaults(), body: 'Look', url: 'https://example.com' };
    expect(contentOf(sendCta.advance({ ...cta, button: 'Book {{ answers.day }}' }, entered))).toMatchObject({
      label: 'Book Tuesday',
    });
    const form = { ...sendWhatsappFlow.manifest.defaults(), body: 'Fill in', flowId: '1', screen: 'A' };
    expect(
      contentOf(sendWhatsappFlow.advance({ ...form, button: 'Book {{ answers.day }}' }, entered)),
    ).toMatchObject({ label: 'Book Tuesday' });
  });

  it('are filled in on the options of a question', () => {
    const data = question([
      { id: 'a', title: '{{ answers.day }}', description: 'At {{ contact.firstName }}’s' },
    ]);
    expect(
      contentOf(
        ask.advance({ ...data, validation: { ...data.validation, listButton: '{{ day }}s' } }, entered),
      ),
    ).toMatchObject({
      button: 'Tuesdays',
      sections: [{ rows: [{ id: 'a', title: 'Tuesday', description: 'At Maya’s' }] }],
    });
  });

  it('fail before the send when WhatsApp would refuse them or people couldn’t tell them apart', () => {
    const codeOf = (outcome: StepOutcome) => (outcome.kind === 'fault' ? outcome.fault.code : outcome.kind);
    expect(codeOf(buttons('{{ answers.long }}'))).toBe('title_too_long');
    expect(codeOf(buttons('{{ answers.none }}'))).toBe('title_empty');
    expect(codeOf(buttons('{{ answers.day }}', 'TUESDAY'))).toBe('title_not_unique');
    expect(codeOf(buttons('{{ answers.day | nope }}'))).toBe('bad_template');
    expect(codeOf(ask.advance(question([{ id: 'a', title: '{{ answers.long }}' }]), entered))).toBe(
      'title_too_long',
    );
    expect(
      codeOf(
        ask.advance(
          question([
            {
              id: 'a',
              title: 'A',
              description: '{{ answers.long | append: answers.long | append: answers.long }}',
            },
          ]),
          entered,
        ),
      ),
    ).toBe('text_too_long');
  });

  it('are refused in a draft when the words around the placeholder alone are too long', () => {
    const codes = (title: string) =>
      sendButtons
        .validate({ ...sendButtons.manifest.defaults(), body: 'When?', buttons: [{ id: 'a', title }] })
        .map(({ code }) => code);
    expect(codes('Appointmentwithout{{ day }}end')).toEqual(['over-limit-text']);
    expect(codes('At {{ answers.a_rather_long_name }}')).toEqual([]);
    expect(codes('{% if day %}Appointment at nine{% else %}No appointment{% endif %}')).toEqual([]);
  });
});

describe('an answer to titles with placeholders', () => {
  const flow = compileFlow(
    flowDoc(
      {
        start: sampleNode('manual-trigger', 0, 0, {}),
        ask: sampleNode('ask', 0, 0, {
          ...question([
            { id: 'a', title: '{{ contact.attributes.city }}' },
            { id: 'b', title: 'Elsewhere' },
          ]),
          saveAs: 'place',
          tries: 1,
        }),
        fork: sampleNode('send-buttons', 0, 0, {
          ...{ body: 'Sure?', timeoutMs: null },
          buttons: [
            { id: 'yes', title: 'Yes, {{ contact.attributes.city }}' },
            { id: 'no', title: 'No' },
          ],
        }),
        end: sampleNode('exit', 0, 0, { outcome: 'completed', reason: 'done' }),
      },
      [
        ['start', 'next', 'ask'],
        ['ask', 'valid', 'fork'],
        ['fork', 'button:yes', 'end'],
      ],
    ),
  );
  const moved = facts({ contact: { ...contact, attributes: { city: 'Hamburg' } } });
  const go = (state: RunState, event: EngineEvent, seen = facts()) =>
    advance(flow, state, event, seen, NOW).state;
  const asked = () => {
    const started = go(initialState(), { kind: 'started', triggerNodeId: 'start', message: null });
    return go(started, { kind: 'sendResult', ordinal: 1, result: { outcome: 'sent' } });
  };

  it('is held against what the person saw, though the contact has changed since', () => {
    const answered = go(asked(), { kind: 'reply', message: says('berlin') }, moved);
    expect(answered.variables).toEqual({ place: 'Berlin' });
    expect(answered.nodeId).toBe('fork');
  });

  it('saves the title as it was shown when the option is pressed', () => {
    expect(go(asked(), { kind: 'reply', message: presses('a', 'Berlin') }, moved).variables).toEqual({
      place: 'Berlin',
    });
  });

  it('to the next step is held against that step’s own titles', () => {
    const next = go(asked(), { kind: 'reply', message: presses('b', 'Elsewhere') }, moved);
    const sent = go(next, { kind: 'sendResult', ordinal: 2, result: { outcome: 'sent' } }, moved);
    expect(go(sent, { kind: 'reply', message: says('Yes, Berlin') }, moved).nodeId).toBe('fork');
    expect(go(sent, { kind: 'reply', message: says('Yes, Hamburg') }).ended).toMatchObject({
      outcome: 'completed',
    });
  });
});
