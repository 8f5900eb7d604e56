/** From unknown JSON to a flow document, or to the reasons why it is none. */
import { z } from 'zod';
import { variableTypes } from './basics.ts';
import { FLOW_SCHEMA_VERSION, MAX_NOTE_LENGTH, NOTE_LIMITS_PX, noteColors } from './document.ts';
import type { FlowDoc, FlowRules } from './document.ts';
import {
  isList,
  isScalar,
  itemOf,
  listOf,
  MAX_ITEM_FIELDS,
  MAX_LIST_BYTES,
  MAX_LIST_ITEMS,
} from './lists.ts';
import { migrateFlow } from './migrations/index.ts';
import { isVariableName } from './nodes/shared/fields.ts';
import { MAX_DURATION_MS } from './nodes/shared/limits.ts';
import { flowNodeSchema } from './nodes/registry.ts';
import type { Problem } from './problem.ts';

export const MAX_NODES = 500;
export const MAX_DOCUMENT_BYTES = 1024 * 1024;

const MAX_DEPTH = 30;
const MAX_PROBLEMS = 50;

export type ParsedFlow = { ok: true; doc: FlowDoc } | { ok: false; problems: Problem[] };

/**
 * Checks the shape of a document of this or an older version; `validateFlow` judges what it means. U+0000 and lone surrogates become U+FFFD, because
 * Postgres stores neither.
 */
export function parseFlow(json: unknown): ParsedFlow {
  const size = sizeOf(json);
  if (size === null) return refused('not-json', 'This is no JSON document.');
  if (size > MAX_DOCUMENT_BYTES) {
    return refused(
      'too-large',
      `The flow has ${Math.ceil(size / 1024)} kB; at most 1 MB is possible. Split it into two flows.`,
    );
  }
  const count = nodeCount(json);
  if (count > MAX_NODES) {
    return refused(
      'too-many-nodes',
      `The flow has ${count} steps; at most ${MAX_NODES} are possible. Split it into two flows.`,
    );
  }
  const clean = sanitise(json, 0);
  if (clean === undefined)
    return refused('too-deep', `The document is nested deeper than ${MAX_DEPTH} levels.`);
  const parsed = flowDocSchema.safeParse(migrateFlow(clean));
  if (parsed.success) return { ok: true, doc: parsed.data };
  return { ok: false, problems: parsed.error.issues.slice(0, MAX_PROBLEMS).map(problemFrom) };
}

const id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/, { error: 'Ids have letters, digits, _ and - only.' })
  .refine((value) => value !== '__proto__', { error: 'This id is reserved.' });

/** Where a note stands and how it looks. */
export const noteUiSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().min(NOTE_LIMITS_PX.minWidth).max(NOTE_LIMITS_PX.maxWidth).optional(),
  height: z.number().min(NOTE_LIMITS_PX.minHeight).max(NOTE_LIMITS_PX.maxHeight).optional(),
  color: z.enum(noteColors).optional(),
});

const scalar = z.union([z.string().max(4096), z.number(), z.boolean(), z.null()]);
const listItem = z.record(z.string().max(64), scalar);
const variableDefault = z
  .union([scalar, listItem, z.array(listItem)])
  .refine((value) => isScalar(value) || !listOf(isList(value) ? value : [value]).isCut, {
    error: `A list has up to ${MAX_LIST_ITEMS} rows of up to ${MAX_ITEM_FIELDS} fields, and ${MAX_LIST_BYTES / 1024} kB in all.`,
  })
  // With the names of fields as texts read them.
  .transform((value) => {
    if (isScalar(value)) return value;
    return isList(value) ? listOf(value).list : (itemOf(value)?.item ?? null);
  });

const variable = z.strictObject({
  type: z.enum(variableTypes),
  default: variableDefault.optional(),
  role: z.enum(['input', 'output']).optional(),
});

const variableKey = z
  .string()
  .refine(isVariableName, { error: 'Use letters, digits and _ for the name of a variable.' });

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'Write the time as HH:MM.' });
const periodMs = z.int().min(60_000).max(MAX_DURATION_MS);
const names = z.array(z.string().trim().min(1).max(200)).max(50);

/** The rules of a flow, as the document and the columns of its live triggers hold them. */
export const flowRulesSchema: z.ZodType<FlowRules> = z.strictObject({
  priority: z.int().min(-1000).max(1000),
  reentry: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('always') }),
    z.strictObject({ kind: z.literal('whenIdle') }),
    z.strictObject({ kind: z.literal('once') }),
    z.strictObject({ kind: z.literal('after'), pauseMs: periodMs }),
  ]),
  overlap: z.enum(['wait', 'start']),
  exitOn: z.strictObject({
    reply: z.boolean(),
    takeover: z.boolean().optional(),
    tags: names,
    events: names,
    goals: names,
  }),
  timeoutMs: periodMs.nullable(),
  quietHours: z.strictObject({ from: timeOfDay, to: timeOfDay }).nullable(),
  frequencyCap: z.strictObject({ max: z.int().min(1).max(100), periodMs }).nullable(),
});

const flowDocSchema: z.ZodType<FlowDoc> = z.strictObject({
  schemaVersion: z.literal(FLOW_SCHEMA_VERSION),
  nodes: z.record(id, flowNodeSchema),
  edges: z.record(
    id,
    z.strictObject({ from: z.strictObject({ node: id, port: z.string().min(1).max(80) }), to: id }),
  ),
  variables: z.record(variableKey, variable),
  rules: flowRulesSchema,
  notes: z.record(id, z.strictObject({ text: z.string().max(MAX_NOTE_LENGTH), ui: noteUiSchema })),
});

function problemFrom(issue: z.core.$ZodIssue): Problem {
  const [first, nodeId, part, ...rest] = issue.path.map(String);
  const isInNode = first === 'nodes' && nodeId !== undefined;
  const path = isInNode ? (part === 'data' ? rest : [part, ...rest]) : [first, nodeId, part, ...rest];
  const field = path.filter((step) => step !== undefined).join('.');
  return {
    code: 'bad-document',
    severity: 'error',
    nodeId: isInNode ? nodeId : null,
    field: field === '' ? null : field,
    message: issue.message,
  };
}

function refused(code: string, message: string): ParsedFlow {
  return { ok: false, problems: [{ code, severity: 'error', nodeId: null, field: null, message }] };
}

/** Bytes of the document as JSON; null when it can't be written as JSON. */
function sizeOf(json: unknown): number | null {
  try {
    const text = JSON.stringify(json) as string | undefined;
    return text === undefined ? null : new TextEncoder().encode(text).length;
  } catch {
    return null;
  }
}

function nodeCount(json: unknown): number {
  if (typeof json !== 'object' || json === null || !('nodes' in json)) return 0;
  return typeof json.nodes === 'object' && json.nodes !== null ? Object.keys(json.nodes).length : 0;
}

/** A copy with storable strings. @returns undefined when it is nested too deep. */
function sanitise(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) return undefined;
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => (item === undefined ? null : sanitise(item, depth + 1)));
    return items.includes(undefined) ? undefined : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const clean = sanitise(item, depth + 1);
    if (clean === undefined) return undefined;
    Object.defineProperty(copy, storable(key), {
      value: clean,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return copy;
}

function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}
