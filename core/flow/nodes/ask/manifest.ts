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

/** Options made of the rows of a list, one of each. Texts read the row as `item`. */
const fromList = z.strictObject({
  list: variableName,
  title: z.string().max(500),
  description: z.string().max(500).optional(),
  /** What is saved of the chosen row: its title as rendered, all of it, or one of its fields. */
  save: z.enum(['title', 'item', 'field']),
  field: z.string().max(64).optional(),
  /** Title of the row or button that shows the next ones, where there are more than fit. */
  more: z.string().max(200),
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
    /** Instead of `options`. */
    from: fromList.optional(),
  }),
  /**
   * Several of the options, saved as a list. Typed as "1, 3" or by their titles, which is the whole answer, or pressed one after the
   * other and ended by a row of its own; `text` shows a numbered list without anything to press.
   */
  z.strictObject({
    kind: z.literal('choices'),
    show: z.enum(['list', 'text']),
    listButton: z.string().max(200),
    options: z.array(choice).max(50),
    from: fromList.optional(),
    min: z.int().min(0).max(100),
    /** Left out: as many as there are. */
    max: z.int().min(1).max(100).optional(),
    /** Title of the row that ends the picking; counts as an answer when it is typed, too. */
    done: z.string().max(200),
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
export type ChoiceData = Extract<AskValidation, { kind: 'choice' | 'choices' }>;
export type FromList = z.infer<typeof fromList>;
export type MediaKind = z.infer<typeof mediaKind>;

/** What can be pressed leaves less room for words. */
export function questionLimit(validation: AskValidation): number {
  const { kind } = validation;
  const isPressed =
    kind === 'choices' ? validation.show === 'list' : kind === 'choice' || kind === 'location';
  return isPressed ? WHATSAPP_LIMITS.interactiveBody : WHATSAPP_LIMITS.text;
}

/** Shown in front of what is picked of several. */
export const PICKED = '✓ ';

const MAX_LINE = 200;

/** How long the title of an option may be. A row that can be picked leaves room for the mark. */
export function choiceTitleLimit({ kind, show }: ChoiceData): number {
  if (show === 'text') return MAX_LINE;
  if (show === 'buttons') return WHATSAPP_LIMITS.buttonTitle;
  return WHATSAPP_LIMITS.rowTitle - (kind === 'choices' ? PICKED.length : 0);
}

/** Taken when the list that options are made of has no rows. */
export const EMPTY_PORT = 'empty';

export function fromListOf(validation: AskValidation): FromList | null {
  return validation.kind === 'choice' || validation.kind === 'choices' ? (validation.from ?? null) : null;
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
    ...(fromListOf(data.validation) ? [{ id: EMPTY_PORT, label: 'Nothing to choose' }] : []),
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
  clock: (data, port) => (port === EMPTY_PORT ? { kind: 'instant' } : answerClock(port, data.timeoutMs)),
  texts: (data) => [
    ...text('text', data.text),
    ...text('retryText', data.retryText),
    ...choiceTexts(data.validation),
    ...templateTexts(data.fallback, 'fallback.'),
  ],
  messages: (data) => freeForm('text', data.fallback),
  reads: ({ validation }) => {
    const from = fromListOf(validation);
    return from === null || from.list === '' ? [] : [{ field: 'validation.from.list', variable: from.list }];
  },
  writes: ({ saveAs, validation: answer }) => {
    if (saveAs === '') return [];
    const from = fromListOf(answer);
    return [
      {
        field: 'saveAs',
        name: saveAs,
        type: typeOfAnswer(answer),
        ports: ['valid'],
        ...(from?.save === 'item' && { rowsOf: from.list }),
        ...(from === null && answer.kind === 'choices' && { fields: ['id', 'title'] }),
      },
    ];
  },
};

function choiceTexts(validation: AskValidation): TextUse[] {
  if (validation.kind !== 'choice' && validation.kind !== 'choices') return [];
  const { from } = validation;
  const options = from
    ? [
        ...text('validation.from.title', from.title),
        ...text('validation.from.description', from.description),
      ].map((use) => ({ ...use, rowsOf: from.list }))
    : optionTexts('validation.options', validation.options);
  return [
    ...(validation.show === 'list' ? text('validation.listButton', validation.listButton) : []),
    ...options,
    ...(from ? text('validation.from.more', from.more) : []),
    ...(validation.kind === 'choices' ? text('validation.done', validation.done) : []),
  ];
}

/** Everything that has no type of its own is kept as text. */
function typeOfAnswer(validation: AskValidation): VariableType {
  switch (validation.kind) {
    case 'choices':
      return 'list';
    case 'choice':
      return validation.from?.save === 'item' ? 'item' : 'text';
    case 'number':
    case 'date':
    case 'media':
    case 'location':
      return validation.kind;
    default:
      return 'text';
  }
}
