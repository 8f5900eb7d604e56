import type { NodeProblem } from '../contract.ts';
import { countLimit, distinctOptions, problem, required, requiredText, textLimit } from '../shared/checks.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { choiceTitleLimit } from './manifest.ts';
import type { ChoiceData, FromList } from './manifest.ts';

/** Of a list that is picked from; a text shows as many as the document takes. */
const MAX_OPTIONS = 50;

/** What a question with options lacks. */
export function choiceProblems(validation: ChoiceData): NodeProblem[] {
  return [
    ...(validation.from ? rowsProblems(validation.from) : optionProblems(validation)),
    ...(validation.show === 'list'
      ? requiredText(
          validation.listButton,
          'validation.listButton',
          'The label that opens the list',
          WHATSAPP_LIMITS.listButton,
        )
      : []),
    ...(validation.kind === 'choices' ? boundProblems(validation) : []),
  ];
}

function rowsProblems(from: FromList): NodeProblem[] {
  return [
    ...required(from.list, 'validation.from.list', 'The variable that holds the list'),
    ...required(from.title, 'validation.from.title', 'The title of a row'),
    ...requiredText(
      from.more,
      'validation.from.more',
      'The row that shows more',
      WHATSAPP_LIMITS.buttonTitle,
    ),
    ...(from.save === 'field'
      ? required(from.field ?? '', 'validation.from.field', 'The field that is saved')
      : []),
  ];
}

function optionProblems(validation: ChoiceData): NodeProblem[] {
  const asButtons = validation.show === 'buttons';
  const options = validation.options.map((option, index) => ({
    ...option,
    field: `validation.options.${index}`,
  }));
  const what = asButtons ? 'buttons' : 'rows';
  return [
    ...countLimit(options.length, 'validation.options', what, maxOptions(validation)),
    ...options.flatMap((option) =>
      requiredText(option.title, `${option.field}.title`, 'The title', choiceTitleLimit(validation)),
    ),
    ...options.flatMap((option) =>
      textLimit(
        option.description ?? '',
        `${option.field}.description`,
        'The description',
        WHATSAPP_LIMITS.rowDescription,
      ),
    ),
    ...distinctOptions(options, what),
  ];
}

function maxOptions({ kind, show }: ChoiceData): number {
  if (kind === 'choices') return MAX_OPTIONS;
  return show === 'buttons' ? WHATSAPP_LIMITS.buttons : WHATSAPP_LIMITS.listRows;
}

function boundProblems({
  min,
  max,
  done,
  show,
  from,
  options,
}: Extract<ChoiceData, { kind: 'choices' }>): NodeProblem[] {
  const most = Math.min(max ?? Infinity, from || options.length === 0 ? Infinity : options.length);
  return [
    ...(min > most
      ? [problem('empty-range', 'validation.min', `Nobody can pick ${min} of at most ${most}.`)]
      : []),
    ...(show === 'list'
      ? requiredText(done, 'validation.done', 'The row that ends the picking', WHATSAPP_LIMITS.rowTitle)
      : []),
  ];
}
