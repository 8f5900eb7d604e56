import { isObject, typeName } from '../graph/check.ts';
import { buttonsOf } from '../graph/template-definition.ts';
import { parametersList } from '../graph/validate-template.ts';
import type { Json, Message, Template } from '../model.ts';

/** A WhatsApp Flow that a message opens, as far as the simulator knows it: what its first screen was given. */
export interface SentForm {
  token: string;
  screen?: string;
  data: Json;
}

/** The form behind a message's button; null when it has none. */
export function formOf(message: Message): SentForm | null {
  if (message.direction !== 'outbound') return null;
  const body = JSON.parse(message.raw) as Json;
  if (message.type === 'template') return message.template ? templateForm(message.template, body) : null;
  const interactive = isObject(body.interactive) ? body.interactive : {};
  return typeName(interactive.type) === 'flow' ? interactiveForm(interactive.action) : null;
}

/** Meta sends `unused` back where no token was given (reference section 2.4). */
const NO_TOKEN = 'unused';

export function interactiveForm(action: unknown): SentForm {
  const parameters = isObject(action) && isObject(action.parameters) ? action.parameters : {};
  const payload = isObject(parameters.flow_action_payload) ? parameters.flow_action_payload : {};
  return {
    token: typeof parameters.flow_token === 'string' ? parameters.flow_token : NO_TOKEN,
    screen: typeof payload.screen === 'string' ? payload.screen : undefined,
    data: isObject(payload.data) ? payload.data : {},
  };
}

function templateForm(template: Template, body: Json): SentForm | null {
  const index = buttonsOf(template.components).findIndex((button) => button.type === 'FLOW');
  if (index < 0) return null;
  const sent = isObject(body.template) ? parametersList(body.template.components) : [];
  const part = sent.find((one) => typeName(one.sub_type) === 'flow' && Number(one.index ?? 0) === index);
  const action = parametersList(part?.parameters)[0]?.action;
  const given = isObject(action) ? action : {};
  return {
    token: typeof given.flow_token === 'string' ? given.flow_token : NO_TOKEN,
    data: isObject(given.flow_action_data) ? given.flow_action_data : {},
  };
}

/** What a submitted form sends to the business: its answers as a text of JSON. */
export function submission(form: SentForm, answers: Json): Json {
  return {
    type: 'interactive',
    interactive: {
      type: 'nfm_reply',
      nfm_reply: {
        name: 'flow',
        body: 'Sent',
        response_json: JSON.stringify({ flow_token: form.token, ...answers }),
      },
    },
  };
}
