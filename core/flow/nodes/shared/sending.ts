/** Turns texts and templates of a node into messages. Everything that WhatsApp would refuse is a fault here, before a send. */
import type { OutboundContent, SendPurpose, TemplateContent } from '../../../messaging/content.ts';
import type { TemplateFacts } from '../../run.ts';
import type { StepFault, StepInput, StepOutcome, TemplateUse } from '../contract.ts';

/** Renders one text and checks its length in characters as WhatsApp counts it. */
export function renderField(
  input: StepInput,
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

/** A free-form message, with the node's template for a closed window when it has one that can be built. */
export function freeFormSend(
  input: StepInput,
  content: OutboundContent,
  fallback: TemplateUse | undefined,
  repeat?: { tries: number; problem: string },
): StepOutcome {
  const instead = fallback === undefined ? null : templateMessage(input, fallback);
  return {
    kind: 'send',
    content,
    purpose: 'service',
    ...(instead !== null && 'content' in instead
      ? { fallback: instead.content, fallbackPurpose: instead.purpose }
      : {}),
    ...repeat,
  };
}

export function templateMessage(
  input: StepInput,
  use: TemplateUse,
): { content: TemplateContent; purpose: SendPurpose } | { problem: StepFault } {
  const facts = input.template(use.name, use.language);
  if (facts === null) {
    return fault('template_not_found', `There is no template ${use.name} in ${use.language}.`);
  }
  const header = renderValues(input, use.header);
  if ('problem' in header) return header;
  const body = renderValues(input, use.body);
  if ('problem' in body) return body;
  const wanted = placeholderCount(facts.body);
  if (body.values.length !== wanted) {
    return fault(
      'template_params',
      `Template ${use.name} takes ${wanted} values; ${body.values.length} are given.`,
    );
  }
  return {
    content: {
      type: 'template',
      name: use.name,
      language: use.language,
      ...(header.values.length > 0 ? { header: header.values } : {}),
      body: body.values,
      preview: fillPlaceholders(facts.body, body.values),
    },
    purpose: purposeOf(facts.category),
  };
}

/** Meta refuses values that are empty or hold line breaks, tabs or more than four spaces in a row. */
function renderValues(
  input: StepInput,
  templates: readonly string[],
): { values: string[] } | { problem: StepFault } {
  const values: string[] = [];
  for (const template of templates) {
    const rendered = renderField(
      { ...input, render: (text) => collapsed(input.render(text)) },
      template,
      1_024,
    );
    if ('problem' in rendered) return rendered;
    values.push(rendered.text);
  }
  return { values };
}

function collapsed(rendered: { text: string } | { problem: StepFault }) {
  return 'problem' in rendered ? rendered : { text: rendered.text.replace(/\s+/gu, ' ') };
}

const PLACEHOLDER = /\{\{\s*(\d{1,2})\s*\}\}/gu;

/** How many values the body takes: the highest number among its `{{1}}`, `{{2}}`... */
export function placeholderCount(body: string): number {
  return Math.max(0, ...Array.from(body.matchAll(PLACEHOLDER), (match) => Number(match[1])));
}

export function fillPlaceholders(body: string, values: readonly string[]): string {
  return body.replace(PLACEHOLDER, (whole, number: string) => values[Number(number) - 1] ?? whole);
}

function purposeOf(category: TemplateFacts['category']): SendPurpose {
  switch (category) {
    case 'MARKETING':
      return 'marketing';
    case 'UTILITY':
      return 'utility';
    case 'AUTHENTICATION':
      return 'authentication';
  }
}

function fault(code: string, message: string): { problem: StepFault } {
  return { problem: { code, message } };
}
