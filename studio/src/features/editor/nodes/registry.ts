/** One entry per node type; the compiler says when one is missing. */
import type { LucideIcon } from 'lucide-react';
import { CircleHelp } from 'lucide-react';
import type { ComponentType } from 'react';
import { nodeTypeOf, type FlowNode, type NodeTypeId } from '../../../../../core/flow/nodes/registry.ts';
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
import type { NodeFormProps, NodeUi } from './contract.ts';
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

const nodeUis = {
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
} satisfies { [Type in NodeTypeId]: NodeUi<Type> };

/** A node's UI with its data's type forgotten: node and UI of one type always meet. */
export interface AnyNodeUi {
  icon: LucideIcon;
  Form: ComponentType<NodeFormProps<FlowNode['data']>>;
  Card?: ComponentType<{ data: FlowNode['data'] }>;
  drawsPort?: (port: string) => boolean;
}

/** Null for a type of a newer version. */
export function nodeUiOf(type: string): AnyNodeUi | null {
  if (!Object.hasOwn(nodeUis, type)) return null;
  return nodeUis[type as NodeTypeId] as unknown as AnyNodeUi;
}

export function iconOf(type: string): LucideIcon {
  return nodeUiOf(type)?.icon ?? CircleHelp;
}

/** Manifests in the order of the registry, for palette and picker. */
export const palette = (Object.keys(nodeUis) as NodeTypeId[]).flatMap((type) => {
  const manifest = nodeTypeOf(type)?.manifest;
  return manifest ? [{ type, title: manifest.title, docs: manifest.docs, family: manifest.family }] : [];
});
