/** What the tests of this folder share: a step's input, a contact, small documents. Not used by the product. */
import { defaultRules, FLOW_SCHEMA_VERSION } from './document.ts';
import type { FlowDoc } from './document.ts';
import type { StepEvent, StepInput } from './nodes/contract.ts';
import type { FlowNode } from './nodes/registry.ts';
import type { InboundOrder } from './order.ts';
import type { Facts, InboundReply } from './run.ts';
import { edgesFrom } from './samples/build.ts';
import { renderText, renderValue, templateScope } from './templating.ts';

export const NOW = new Date('2026-11-24T08:30:00.000Z');

export const templates: Facts['templates'] = {
  'appointment_reminder/en_US': {
    status: 'APPROVED',
    category: 'UTILITY',
    body: 'Hi {{1}}, this is a reminder of your visit on {{2}}.',
  },
  'thanks_update/en_US': {
    status: 'APPROVED',
    category: 'UTILITY',
    body: 'Hi {{1}}, thank you for your interest. We will be in touch.',
  },
  'weekly_offer/en_US': { status: 'PAUSED', category: 'MARKETING', body: 'Hi {{1}}, this week: {{2}} off.' },
};

export const contact: Facts['contact'] = {
  id: 'contact-1',
  name: 'Maya Lindholm',
  phone: '+4915112345678',
  locale: 'en',
  timeZone: 'Europe/Berlin',
  tags: ['vip'],
  attributes: { city: 'Berlin', age: 34, member: true },
};

export function facts(change: Partial<Facts> = {}): Facts {
  return {
    runId: 'run-1',
    contact,
    conversation: { mode: 'bot', windowExpiresAt: '2026-11-25T08:00:00.000Z' },
    templates,
    ...change,
  };
}

export function says(text: string | null): InboundReply {
  return {
    messageId: 'm-1',
    type: text === null ? 'image' : 'text',
    text,
    press: null,
    at: NOW.toISOString(),
  };
}

/** What a person ordered from a catalogue. */
export const order: InboundOrder = {
  catalogId: '194836987003835',
  note: null,
  items: [
    { productId: 'di9ozbzfi4', quantity: 2, price: '30', currency: 'USD' },
    { productId: 'nqryix03ez', quantity: 1, price: '25', currency: 'USD' },
  ],
  itemCount: 3,
  total: '85.00',
  currency: 'USD',
};

export function orders(change: Partial<InboundOrder> = {}): InboundReply {
  const ordered = { ...order, ...change };
  return { ...says(null), type: 'order', text: ordered.note, order: ordered };
}

export function presses(id: string, title = id): InboundReply {
  return { messageId: 'm-1', type: 'interactive', text: null, press: { id, title }, at: NOW.toISOString() };
}

export function stepInput(event: StepEvent, change: Partial<StepInput> = {}): StepInput {
  const input: StepInput = {
    event,
    now: NOW,
    tries: 0,
    offered: [],
    contact,
    conversation: { mode: 'bot', windowExpiresAt: '2026-11-25T08:00:00.000Z' },
    variables: {},
    trigger: { text: null },
    nodePath: 'node',
    visits: 1,
    timeZone: 'Europe/Berlin',
    businessHours: null,
    organizationTimeZone: 'UTC',
    hasEdge: () => true,
    template: (name, language) => templates[`${name}/${language}`] ?? null,
    attributeRule: () => null,
    render: (template, also) => renderText(template, scope(also)),
    renderValue: (template, also) => renderValue(template, scope(also)),
    ...change,
  };
  const scope = (also: StepInput['variables'] = {}) =>
    templateScope(
      input.contact,
      { ...input.variables, ...also },
      input.trigger,
      input.timeZone,
      null,
      input.now,
    );
  return input;
}

export function flowDoc(
  nodes: Record<string, FlowNode>,
  edges: readonly (readonly [string, string, string])[],
  change: Partial<FlowDoc> = {},
): FlowDoc {
  return {
    schemaVersion: FLOW_SCHEMA_VERSION,
    nodes,
    edges: edgesFrom(edges),
    variables: {},
    rules: { ...defaultRules, reentry: { kind: 'always' } },
    notes: {},
    ...change,
  };
}
