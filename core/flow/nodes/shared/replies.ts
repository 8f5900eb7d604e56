/** What nodes that wait for an answer have in common: their ports, their clock and the words around the options. */
import type { PortId } from '../../basics.ts';
import { FAILED_PORT } from '../contract.ts';
import type { Port, PortClock, StepFault, StepInput } from '../contract.ts';
import { WHATSAPP_LIMITS } from './limits.ts';
import { renderField } from './sending.ts';

export const NO_REPLY_PORT = 'no-reply';

/** Without a time-out the port is never used, so leaving it open is fine. */
export function noReplyPort(timeoutMs: number | null): Port {
  return { id: NO_REPLY_PORT, label: 'No reply', ...(timeoutMs === null ? { optional: true } : {}) };
}

export function answerClock(port: PortId, timeoutMs: number | null): PortClock {
  if (port === FAILED_PORT) return { kind: 'instant' };
  if (port === NO_REPLY_PORT) return { kind: 'elapsed', ms: timeoutMs ?? 0 };
  return { kind: 'inbound' };
}

/** Header, body and footer of an interactive message; an optional part that renders empty is left out. */
export function renderFrame(
  input: StepInput,
  parts: { header?: string; body: string; footer?: string },
): { frame: { header?: string; body: string; footer?: string } } | { problem: StepFault } {
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

function renderOptional(input: StepInput, template: string | undefined, maxLength: number) {
  if (template === undefined || template.trim() === '') return { text: '' };
  const rendered = renderField(input, template, maxLength);
  if ('problem' in rendered && rendered.problem.code === 'text_empty') return { text: '' };
  return rendered;
}
