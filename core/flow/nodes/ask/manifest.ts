import { z } from 'zod';
import { dateOrders } from '../../../people/written-values.ts';
import type { VariableType } from '../../basics.ts';
import { FAILED_PORT } from '../contract.ts';
import type { NodeManifest, TextUse } from '../contract.ts';
import { fallbackTemplate, label, liquidText, optionId, timeoutMs, variableName } from '../shared/fields.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { answerClock, noReplyPort } from '../shared/replies.ts';
import { excerpt } from '../shared/summary.ts';
import { freeForm, optionTexts, templateTexts, text } from '../shared/uses.ts';

const choice = z.strictObject({
  id: optionId,
  title: z.string().max(200),
  description: z.string().max(500).optional(),
});

const mediaKind = z.enum(['image', 'video', 'audio', 'document', 'sticker']);

/** What counts as a valid answer. A choice is shown as buttons or as a list and saves the chosen title. */
const validation = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'),
    minLength: z.int().min(0).max(4096).optional(),
    maxLength: z.int().min(1).max(4096).optional(),
  }),
  z.strictObject({
    kind: z.literal('number'),
    min: z.number().optional(),
    max: z.number().optional(),
    integer: z.boolean().optional(),
    /** How `1.500` is read: as one and a half (`point`), as fifteen hundred (`comma`), else by the contact's locale. */
    decimalMark: z.enum(['auto', 'point', 'comma']).optional(),
  }),
  z.strictObject({ kind: z.literal('email') }),
  z.strictObject({
    kind: z.literal('date'),
    /** Days as `2026-11-24`, both included. */
    earliest: z.iso.date().optional(),
    latest: z.iso.date().optional(),
    /** How `02/03/2026` is read where both ways are possible; else by the contact's locale. */
    order: z.enum(['auto', ...dateOrders]).optional(),
  }),
  z.strictObject({ kind: z.literal('phone') }),
  /** The whole answer fits a regular expression in the syntax of RE2. */
  z.strictObject({ kind: z.literal('regex'), pattern: z.string().max(1_000) }),
  /** A file of one of these kinds; none means any. Saves the id of the message that brought it. */
  z.strictObject({ kind: z.literal('media'), allowed: z.array(mediaKind).max(5) }),
  /** A shared place, saved as `52.52,13.405`. The question has a button that shares it. */
  z.strictObject({ kind: z.literal('location') }),
  z.strictObject({
    kind: z.literal('choice'),
    show: z.enum(['buttons', 'list']),
    /** Label of the button that opens the list. */
    listButton: z.string().max(200),
    options: z.array(choice).max(50),
  }),
]);

const schema = z.strictObject({
  label,
  text: liquidText,
  saveAs: variableName,
  validation,
  /** How many answers the person may give in all; 1 asks once and gives up on the first wrong answer. */
  tries: z.int().min(1).max(10),
  /** Sent after a wrong answer; empty repeats the question. */
  retryText: liquidText,
  timeoutMs,
  fallback: fallbackTemplate,
});

export type AskData = z.infer<typeof schema>;
export type AskValidation = z.infer<typeof validation>;
export type MediaKind = z.infer<typeof mediaKind>;

/** What can be pressed leaves less room for words. */
export function questionLimit({ kind }: AskValidation): number {
  return kind === 'choice' || kind === 'location' ? WHATSAPP_LIMITS.interactiveBody : WHATSAPP_LIMITS.text;
}

export const manifest: NodeManifest<'ask', AskData> = {
  type: 'ask',
  typeVersion: 1,
  family: 'ask',
  title: 'Ask',
  docs: 'Asks a question, checks the answer, asks again when it is wrong, and saves it in a variable.',
  schema,
  defaults: () => ({
    text: '',
    saveAs: '',
    validation: { kind: 'text' },
    tries: 3,
    retryText: '',
    timeoutMs: 24 * 60 * 60 * 1000,
  }),
  ports: (data) => [
    { id: 'valid', label: 'Valid answer' },
    { id: 'gave-up', label: `Gave up after ${data.tries}`, optional: data.validation.kind === 'text' },
    noReplyPort(data.timeoutMs),
    { id: FAILED_PORT, label: 'Failed', optional: true },
  ],
  summary: (data) => excerpt(data.text, 'No question yet'),
  limits: {
    text: WHATSAPP_LIMITS.text,
    interactiveText: WHATSAPP_LIMITS.interactiveBody,
    buttons: WHATSAPP_LIMITS.buttons,
    buttonTitle: WHATSAPP_LIMITS.buttonTitle,
    rows: WHATSAPP_LIMITS.listRows,
    rowTitle: WHATSAPP_LIMITS.rowTitle,
    rowDescription: WHATSAPP_LIMITS.rowDescription,
    listButton: WHATSAPP_LIMITS.listButton,
    tries: 10,
  },
  clock: (data, port) => answerClock(port, data.timeoutMs),
  texts: (data) => [
    ...text('text', data.text),
    ...text('retryText', data.retryText),
    ...choiceTexts(data.validation),
    ...templateTexts(data.fallback, 'fallback.'),
  ],
  messages: (data) => freeForm('text', data.fallback),
  writes: (data) =>
    data.saveAs === ''
      ? []
      : [{ field: 'saveAs', name: data.saveAs, type: typeOfAnswer(data.validation), ports: ['valid'] }],
};

function choiceTexts(validation: AskValidation): TextUse[] {
  if (validation.kind !== 'choice') return [];
  const asList = validation.show === 'list';
  return [
    ...(asList ? text('validation.listButton', validation.listButton) : []),
    ...optionTexts('validation.options', validation.options),
  ];
}

/** Everything that has no type of its own is kept as text. */
function typeOfAnswer({ kind }: AskValidation): VariableType {
  switch (kind) {
    case 'number':
    case 'date':
    case 'media':
    case 'location':
      return kind;
    default:
      return 'text';
  }
}
