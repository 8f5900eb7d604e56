/** Header, body and footer: the words around buttons, lists, links and forms. */
import type { NodeProblem, StepFault, StepInput, TextUse } from '../contract.ts';
import { requiredText, textLimit } from './checks.ts';
import { liquidText, shortText } from './fields.ts';
import { WHATSAPP_LIMITS } from './limits.ts';
import { renderField, renderOptional } from './render.ts';
import { text } from './uses.ts';

export interface Frame {
  header?: string;
  body: string;
  footer?: string;
}

/** Fields of a schema. */
export const frameShape = {
  header: shortText.optional(),
  body: liquidText,
  footer: shortText.optional(),
};

export const frameLimits = {
  body: WHATSAPP_LIMITS.interactiveBody,
  header: WHATSAPP_LIMITS.header,
  footer: WHATSAPP_LIMITS.footer,
};

export function frameTexts(data: Frame): TextUse[] {
  return [...text('header', data.header), ...text('body', data.body), ...text('footer', data.footer)];
}

export function frameProblems(data: Frame): NodeProblem[] {
  return [
    ...requiredText(data.body, 'body', 'The text', WHATSAPP_LIMITS.interactiveBody),
    ...textLimit(data.header ?? '', 'header', 'The header', WHATSAPP_LIMITS.header),
    ...textLimit(data.footer ?? '', 'footer', 'The footer', WHATSAPP_LIMITS.footer),
  ];
}

/** An optional part that renders empty is left out. */
export function renderFrame(input: StepInput, parts: Frame): { frame: Frame } | { problem: StepFault } {
  const body = renderField(input, parts.body, WHATSAPP_LIMITS.interactiveBody);
  if ('problem' in body) return body;
  const header = renderOptional(input, parts.header, WHATSAPP_LIMITS.header);
  if ('problem' in header) return header;
  const footer = renderOptional(input, parts.footer, WHATSAPP_LIMITS.footer);
  if ('problem' in footer) return footer;
  return {
    frame: {
      ...(header.text === '' ? {} : { header: header.text }),
      body: body.text,
      ...(footer.text === '' ? {} : { footer: footer.text }),
    },
  };
}
