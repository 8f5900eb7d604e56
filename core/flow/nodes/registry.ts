/** Every node type of this version. A new one is a folder beside this file and an entry in `nodeTypes`. */
import { z } from 'zod';
import type { NodeBase } from '../basics.ts';
import { ask } from './ask/index.ts';
import { assign } from './assign/index.ts';
import { condition } from './condition/index.ts';
import type { NodeType } from './contract.ts';
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

export const nodeTypes = {
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
