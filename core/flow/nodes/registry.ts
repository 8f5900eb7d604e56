/** Every node type of this version. A new one is a folder beside this file and an entry in `nodeTypes`. */
import { z } from 'zod';
import type { NodeBase } from '../basics.ts';
import { adTrigger } from './ad-trigger/index.ts';
import { ai } from './ai/index.ts';
import { answerRule } from './answer-rule/index.ts';
import { ask } from './ask/index.ts';
import { assign } from './assign/index.ts';
import { attributeTrigger } from './attribute-trigger/index.ts';
import { businessHours } from './business-hours/index.ts';
import { buttonTrigger } from './button-trigger/index.ts';
import { campaignReplyTrigger } from './campaign-reply-trigger/index.ts';
import { condition } from './condition/index.ts';
import { consentTrigger } from './consent-trigger/index.ts';
import type { NodeType } from './contract.ts';
import { dateTrigger } from './date-trigger/index.ts';
import { delay } from './delay/index.ts';
import { errorRule } from './error-rule/index.ts';
import { eventTrigger } from './event-trigger/index.ts';
import { exit } from './exit/index.ts';
import { firstMessageTrigger } from './first-message-trigger/index.ts';
import { goal } from './goal/index.ts';
import { httpRequest } from './http-request/index.ts';
import { jump } from './jump/index.ts';
import { keywordRule } from './keyword-rule/index.ts';
import { keywordTrigger } from './keyword-trigger/index.ts';
import { manualTrigger } from './manual-trigger/index.ts';
import { messageTrigger } from './message-trigger/index.ts';
import { orderTrigger } from './order-trigger/index.ts';
import { resolve } from './resolve/index.ts';
import { resolvedTrigger } from './resolved-trigger/index.ts';
import { goBack } from './return/index.ts';
import { scheduleTrigger } from './schedule-trigger/index.ts';
import { segmentTrigger } from './segment-trigger/index.ts';
import { sendButtons } from './send-buttons/index.ts';
import { sendCarousel } from './send-carousel/index.ts';
import { sendContact } from './send-contact/index.ts';
import { sendCta } from './send-cta/index.ts';
import { sendList } from './send-list/index.ts';
import { sendLocation } from './send-location/index.ts';
import { sendMedia } from './send-media/index.ts';
import { sendProducts } from './send-products/index.ts';
import { sendTemplate } from './send-template/index.ts';
import { sendText } from './send-text/index.ts';
import { sendWhatsappFlow } from './send-whatsapp-flow/index.ts';
import { setAttribute } from './set-attribute/index.ts';
import { setConsent } from './set-consent/index.ts';
import { setContact } from './set-contact/index.ts';
import { setTag } from './set-tag/index.ts';
import { setVariable } from './set-variable/index.ts';
import { split } from './split/index.ts';
import { subflowTrigger } from './subflow-trigger/index.ts';
import { subflow } from './subflow/index.ts';
import { tagTrigger } from './tag-trigger/index.ts';
import { waitForEvent } from './wait-for-event/index.ts';
import { waitForReply } from './wait-for-reply/index.ts';
import { windowCheck } from './window-check/index.ts';
import { windowTrigger } from './window-trigger/index.ts';

export const nodeTypes = {
  'keyword-trigger': keywordTrigger,
  'message-trigger': messageTrigger,
  'first-message-trigger': firstMessageTrigger,
  'button-trigger': buttonTrigger,
  'order-trigger': orderTrigger,
  'ad-trigger': adTrigger,
  'campaign-reply-trigger': campaignReplyTrigger,
  'tag-trigger': tagTrigger,
  'attribute-trigger': attributeTrigger,
  'segment-trigger': segmentTrigger,
  'consent-trigger': consentTrigger,
  'event-trigger': eventTrigger,
  'schedule-trigger': scheduleTrigger,
  'date-trigger': dateTrigger,
  'window-trigger': windowTrigger,
  'resolved-trigger': resolvedTrigger,
  'manual-trigger': manualTrigger,
  'subflow-trigger': subflowTrigger,
  'keyword-rule': keywordRule,
  'answer-rule': answerRule,
  'error-rule': errorRule,
  return: goBack,
  'send-text': sendText,
  'send-buttons': sendButtons,
  'send-list': sendList,
  'send-cta': sendCta,
  'send-media': sendMedia,
  'send-location': sendLocation,
  'send-contact': sendContact,
  'send-whatsapp-flow': sendWhatsappFlow,
  'send-products': sendProducts,
  'send-carousel': sendCarousel,
  'send-template': sendTemplate,
  ask,
  'wait-for-reply': waitForReply,
  'wait-for-event': waitForEvent,
  delay,
  'business-hours': businessHours,
  condition,
  split,
  jump,
  subflow,
  'window-check': windowCheck,
  'set-variable': setVariable,
  'set-attribute': setAttribute,
  'set-contact': setContact,
  'set-tag': setTag,
  'set-consent': setConsent,
  'http-request': httpRequest,
  ai,
  goal,
  assign,
  resolve,
  exit,
} satisfies { [Type in string]: NodeType<Type> };

export type NodeTypeId = keyof typeof nodeTypes;

/** The union of all nodes: `type` tells the shape of `data`. */
export type FlowNode = { [Type in NodeTypeId]: NodeBase<Type, NodeData<Type>> }[NodeTypeId];

export type NodeData<Type extends NodeTypeId> = ReturnType<(typeof nodeTypes)[Type]['manifest']['defaults']>;

export const nodeTypeIds = Object.keys(nodeTypes) as NodeTypeId[];

/** Null for a type that this version doesn't know. */
export function nodeTypeOf(type: string): NodeType | null {
  return Object.hasOwn(nodeTypes, type) ? nodeTypes[type as NodeTypeId] : null;
}

/** A new node of a type with its defaults. */
export function newNode<Type extends NodeTypeId>(type: Type, ui: { x: number; y: number }): FlowNode {
  const { manifest } = nodeTypes[type];
  return { type, typeVersion: manifest.typeVersion, data: manifest.defaults(), ui } as FlowNode;
}

const position = z.object({ x: z.number(), y: z.number() });

const nodeSchemas = Object.values<NodeType>(nodeTypes).map(({ manifest }) =>
  z.object({
    type: z.literal(manifest.type),
    typeVersion: z.literal(manifest.typeVersion),
    data: manifest.schema,
    ui: position,
  }),
);

/** Checks a node of any type; the registry above decides what is allowed. */
export const flowNodeSchema = z.discriminatedUnion(
  'type',
  nodeSchemas as [(typeof nodeSchemas)[number], ...typeof nodeSchemas],
) as unknown as z.ZodType<FlowNode>;
