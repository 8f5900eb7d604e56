/** Fills in a node's texts. What WhatsApp would refuse is a fault here, before a send. */
import type { StepFault, StepInput } from '../contract.ts';

/** What fills in texts: a step of a flow, or a campaign. */
export type TextInput = Pick<StepInput, 'render'>;

/** Whether only rendering tells what the text says. */
export function isDynamic(template: string): boolean {
  return template.includes('{{') || template.includes('{%');
}

/** Renders one text and checks its length in characters as WhatsApp counts it. */
export function renderField(
  input: TextInput,
  template: string,
  maxLength: number,
): { text: string } | { problem: StepFault } {
  const rendered = input.render(template);
  if ('problem' in rendered) return rendered;
  const text = rendered.text.trim();
  if (text === '') return fault('text_empty', 'The text is empty once its variables are filled in.');
  if (text.length > maxLength) {
    return fault('text_too_long', `The text has ${text.length} characters; WhatsApp takes ${maxLength}.`);
  }
  return { text };
}

/** An optional part: empty when it isn't there or its variables are empty. */
export function renderOptional(
  input: TextInput,
  template: string | undefined,
  maxLength: number,
): { text: string } | { problem: StepFault } {
  if (template === undefined || template.trim() === '') return { text: '' };
  const rendered = renderField(input, template, maxLength);
  if ('problem' in rendered && rendered.problem.code === 'text_empty') return { text: '' };
  return rendered;
}

function fault(code: string, message: string): { problem: StepFault } {
  return { problem: { code, message } };
}
