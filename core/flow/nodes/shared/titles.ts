/** Titles of what people press: filled in at the send, and held against answers as they were shown. */
import type { ReplyOption } from '../../../messaging/content.ts';
import type { StepFault, StepInput } from '../contract.ts';
import { WHATSAPP_LIMITS } from './limits.ts';
import { normaliseText } from './normalise.ts';
import { isDynamic, renderField, renderOptional } from './render.ts';

type Fault = { problem: StepFault };

/** One title. What WhatsApp would refuse is a fault with a code of its own, because no other text is this short. */
export function renderTitle(input: StepInput, template: string, maxLength: number): { text: string } | Fault {
  const rendered = renderField(input, template, maxLength);
  if (!('problem' in rendered)) return rendered;
  switch (rendered.problem.code) {
    case 'text_empty':
      return fault('title_empty', 'A title is empty once its variables are filled in.');
    case 'text_too_long':
      return fault(
        'title_too_long',
        `A title is longer than the ${maxLength} characters that WhatsApp takes.`,
      );
    default:
      return rendered;
  }
}

/** The options of one message. `offered` is there when only this message knows their titles. */
export function renderOptions<Option extends ReplyOption & { description?: string }>(
  input: StepInput,
  options: readonly Option[],
  maxTitleLength: number,
): { options: Option[]; offered?: ReplyOption[] } | Fault {
  const rendered: Option[] = [];
  const titles = new Set<string>();
  for (const option of options) {
    const title = renderTitle(input, option.title, maxTitleLength);
    if ('problem' in title) return title;
    const description = renderOptional(input, option.description, WHATSAPP_LIMITS.rowDescription);
    if ('problem' in description) return description;
    const key = normaliseText(title.text) || title.text;
    if (titles.has(key))
      return fault('title_not_unique', 'Two titles read the same once they are filled in.');
    titles.add(key);
    const { description: _, ...rest } = option;
    rendered.push({
      ...rest,
      title: title.text,
      ...(description.text === '' ? {} : { description: description.text }),
    } as Option);
  }
  if (!options.some(({ title }) => isDynamic(title))) return { options: rendered };
  return { options: rendered, offered: rendered.map(({ id, title }) => ({ id, title })) };
}

/** The options under the titles that the person was shown. What the titles are made of may have changed since. */
export function asOffered<Option extends ReplyOption>(
  input: StepInput,
  options: readonly Option[],
): Option[] {
  const shown = new Map(input.offered.map(({ id, title }) => [id, title]));
  return options.map((option) => ({ ...option, title: shown.get(option.id) ?? option.title }));
}

function fault(code: string, message: string): Fault {
  return { problem: { code, message } };
}
