/** One entry per node type; the compiler says when one is missing. */
import type { LucideIcon } from 'lucide-react';
import { CircleHelp } from 'lucide-react';
import type { ComponentType } from 'react';
import { nodeTypeOf, type FlowNode, type NodeTypeId } from '../../../../../core/flow/nodes/registry.ts';
import { ask } from './ask/index.ts';
import { assign } from './assign/index.ts';
import { condition } from './condition/index.ts';
import type { NodeFormProps, NodeUi } from './contract.ts';
import { delay } from './delay/index.ts';
import { exit } from './exit/index.ts';
import { keywordTrigger } from './keyword-trigger/index.ts';
import { sendButtons } from './send-buttons/index.ts';
import { sendList } from './send-list/index.ts';
import { sendTemplate } from './send-template/index.ts';
import { sendText } from './send-text/index.ts';
import { setAttribute } from './set-attribute/index.ts';
import { setTag } from './set-tag/index.ts';
import { tagTrigger } from './tag-trigger/index.ts';
import { waitForReply } from './wait-for-reply/index.ts';
import { windowCheck } from './window-check/index.ts';

const nodeUis = {
  'keyword-trigger': keywordTrigger,
  'tag-trigger': tagTrigger,
  'send-text': sendText,
  'send-buttons': sendButtons,
  'send-list': sendList,
  'send-template': sendTemplate,
  ask,
  'wait-for-reply': waitForReply,
  delay,
  condition,
  'window-check': windowCheck,
  'set-attribute': setAttribute,
  'set-tag': setTag,
  assign,
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
