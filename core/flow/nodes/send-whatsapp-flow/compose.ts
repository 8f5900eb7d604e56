import type { StepFault, StepInput } from '../contract.ts';
import { renderFrame } from '../shared/frame.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { renderField, renderOptional } from '../shared/render.ts';
import type { Composed } from '../shared/steps.ts';
import { renderTitle } from '../shared/titles.ts';
import { parseNumber, parseValue } from '../shared/values.ts';
import type { SendWhatsappFlowData } from './manifest.ts';

const MAX_TOKEN_LENGTH = 200;
const MAX_VALUE_LENGTH = 20_000;

/** The message that opens the form. */
export function compose(data: SendWhatsappFlowData, input: StepInput): Composed {
  const rendered = renderFrame(input, data);
  if ('problem' in rendered) return rendered;
  const button = renderTitle(input, data.button, WHATSAPP_LIMITS.flowLabel);
  if ('problem' in button) return button;
  const flowId = renderField(input, data.flowId, 64);
  if ('problem' in flowId) return flowId;
  const token = flowTokenOf(data, input);
  if ('problem' in token) return token;
  const values = data.action === 'navigate' ? screenValues(data, input) : { values: {} };
  if ('problem' in values) return values;
  return {
    content: {
      type: 'flow',
      ...rendered.frame,
      label: button.text,
      flowId: flowId.text,
      flowToken: token.text,
      mode: data.mode,
      action: data.action,
      ...(data.action === 'navigate' && { screen: data.screen }),
      ...(Object.keys(values.values).length > 0 && { data: values.values }),
    },
  };
}

/** The author's token, else one that says whose form it is and which step sent it. */
export function flowTokenOf(
  data: SendWhatsappFlowData,
  input: StepInput,
): { text: string } | { problem: StepFault } {
  const own = renderOptional(input, data.flowToken, MAX_TOKEN_LENGTH);
  if ('problem' in own || own.text !== '') return own;
  return { text: `${input.contact.id}.${input.nodePath}` };
}

function screenValues(
  data: SendWhatsappFlowData,
  input: StepInput,
): { values: Record<string, unknown> } | { problem: StepFault } {
  const entries: [string, unknown][] = [];
  for (const { name, value, type } of data.data) {
    const text = renderOptional(input, value, MAX_VALUE_LENGTH);
    if ('problem' in text) return text;
    const read = readValue(text.text, type);
    if (read === undefined) {
      const message = `The value "${name}" of the form is no ${type === 'json' ? 'JSON' : type}.`;
      return { problem: { code: 'flow_value_invalid', message } };
    }
    entries.push([name, read]);
  }
  return { values: Object.fromEntries(entries) };
}

/** @returns undefined when the text is no value of the type */
function readValue(text: string, type: SendWhatsappFlowData['data'][number]['type']): unknown {
  switch (type) {
    case 'text':
      return text;
    case 'number':
      return parseNumber(text) ?? undefined;
    case 'boolean':
      return parseValue(text, 'boolean') ?? undefined;
    case 'json':
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return undefined;
      }
  }
}
