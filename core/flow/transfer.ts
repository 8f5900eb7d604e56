/**
 * A flow as a file: what another organisation needs to take it over, with the names of everything that it expects there.
 * Nothing personal and no secret is in it; secrets are named. The JSON Schema is `docs/flow-file.schema.json`.
 */
import { z } from 'zod';
import { variableTypes } from './basics.ts';
import { compileFlow } from './compile.ts';
import type { FlowDoc } from './document.ts';
import { FLOW_SCHEMA_VERSION } from './document.ts';
import { flowNodeSchema } from './nodes/registry.ts';
import { flowRulesSchema, noteUiSchema, parseFlow } from './parse.ts';
import type { Problem } from './problem.ts';
import { usesOf } from './uses.ts';
import type { Use } from './uses.ts';
import type { ValidationContext } from './validate.ts';
import { knownNames, similarName } from './validation/unknown-names.ts';

export const FLOW_FILE_FORMAT = 'parley-flow';
/** Raised when an older version of Parley couldn't read the file any more. */
export const FLOW_FILE_VERSION = 1;

const name = z.string().max(600);

const dependencies = z.strictObject({
  templates: z.array(z.strictObject({ name, language: name })),
  attributes: z.array(name),
  tags: z.array(name),
  secrets: z.array(name),
  /** Ids belong to the organisation that wrote the file; the name is for whoever picks the counterpart. */
  segments: z.array(z.strictObject({ id: name, name: name.nullable() })),
  /** Left out when there are none: versions of Parley that know no files read the others. */
  files: z.array(z.strictObject({ id: name, name: name.nullable() })).optional(),
  flows: z.array(z.strictObject({ flowId: name, version: z.int(), name: name.nullable() })),
});

const fileSchema = z.strictObject({
  $schema: z.string().max(500).optional(),
  format: z.literal(FLOW_FILE_FORMAT),
  formatVersion: z.literal(FLOW_FILE_VERSION),
  name: z.string().trim().min(1).max(200),
  /** Read by `parseFlow`, so that documents of older versions come in too. */
  doc: z.record(z.string(), z.unknown()),
  dependencies,
});

export type FlowDependencies = z.infer<typeof dependencies>;

export interface FlowFile {
  format: typeof FLOW_FILE_FORMAT;
  formatVersion: typeof FLOW_FILE_VERSION;
  name: string;
  doc: FlowDoc;
  dependencies: FlowDependencies;
}

/** Names of things that documents know by id only. */
export interface KnownNames {
  segments?: Readonly<Record<string, string>>;
  flows?: Readonly<Record<string, string>>;
}

export function exportFlow(flowName: string, doc: FlowDoc, names: KnownNames = {}): FlowFile {
  return {
    format: FLOW_FILE_FORMAT,
    formatVersion: FLOW_FILE_VERSION,
    name: flowName,
    doc,
    dependencies: dependenciesOf(doc, names),
  };
}

/** Everything that a flow names of its organisation, each once, sorted. */
export function dependenciesOf(doc: FlowDoc, names: KnownNames = {}): FlowDependencies {
  const uses = usesOf(compileFlow(doc));
  const of = (kind: Use['kind']) =>
    [...new Set(uses.filter((use) => use.kind === kind).map((use) => use.name))].sort();
  const files = of('file').map((id) => ({
    id,
    name: uses.find((use) => use.kind === 'file' && use.name === id)?.title ?? null,
  }));
  return {
    templates: of('template').map(splitTemplate),
    attributes: of('attribute'),
    tags: of('tag'),
    secrets: of('secret'),
    segments: of('segment').map((id) => ({ id, name: ownName(names.segments, id) })),
    ...(files.length > 0 && { files }),
    flows: of('flow').map((key) => {
      const { flowId, version } = splitFlow(key);
      return { flowId, version, name: ownName(names.flows, flowId) };
    }),
  };
}

export type ImportedFlow =
  | {
      ok: true;
      name: string;
      doc: FlowDoc;
      /** What the document names, with the names that the file gives. */
      dependencies: FlowDependencies;
      needs: ImportNeed[];
    }
  | { ok: false; problems: Problem[] };

/** Something that the flow names, and whether the organisation that takes it over has it. */
export interface ImportNeed {
  kind: Use['kind'];
  /** As in `Use`: the key for a mapping. */
  key: string;
  /** What people call it. */
  title: string;
  /** How often the flow names it. */
  places: number;
  isMissing: boolean;
  /** What to do, in a sentence; null when nothing is. */
  advice: string | null;
  /** What may be meant instead. */
  suggestion: string | null;
}

/** Reads a file and lists what must be mapped or made. Total: whatever comes in, an answer goes out. */
export function importFlow(json: unknown, context: ValidationContext = {}): ImportedFlow {
  const refusal = refusalOf(json);
  if (refusal !== null) return { ok: false, problems: [problemAt(null, refusal)] };
  const file = fileSchema.safeParse(json);
  if (!file.success) {
    return {
      ok: false,
      problems: file.error.issues.map((issue) => problemAt(issue.path.join('.') || null, issue.message)),
    };
  }
  const parsed = parseFlow(file.data.doc);
  if (!parsed.ok) return parsed;
  const listed = file.data.dependencies;
  return {
    ok: true,
    name: file.data.name,
    doc: parsed.doc,
    dependencies: dependenciesOf(parsed.doc, namesIn(listed)),
    needs: needsOf(parsed.doc, listed, context),
  };
}

/** A document that was edited by hand may name more than its list does, or less. */
function namesIn({ segments, flows }: FlowDependencies): KnownNames {
  const byId = (pairs: [id: string, name: string | null][]) =>
    Object.fromEntries(pairs.flatMap(([id, known]) => (known === null ? [] : [[id, known]])));
  return {
    segments: byId(segments.map((one) => [one.id, one.name])),
    flows: byId(flows.map((one) => [one.flowId, one.name])),
  };
}

function refusalOf(json: unknown): string | null {
  if (typeof json !== 'object' || json === null || !('format' in json) || json.format !== FLOW_FILE_FORMAT) {
    return 'This is no flow file: it lacks "format": "parley-flow".';
  }
  const version = 'formatVersion' in json ? json.formatVersion : undefined;
  return typeof version === 'number' && version > FLOW_FILE_VERSION
    ? `The file was written by a newer version of Parley (format ${version}): update this one first.`
    : null;
}

function problemAt(field: string | null, message: string): Problem {
  return { code: 'bad-flow-file', severity: 'error', nodeId: null, field, message };
}

function needsOf(doc: FlowDoc, listed: FlowDependencies, context: ValidationContext): ImportNeed[] {
  const uses = usesOf(compileFlow(doc));
  const setHere = new Set(uses.filter(({ isSet }) => isSet).map(keyOf));
  const needs = new Map<string, ImportNeed>();
  for (const use of uses) {
    const known = needs.get(keyOf(use));
    if (known) known.places += 1;
    else needs.set(keyOf(use), needFor(use, listed, context, setHere.has(keyOf(use))));
  }
  return [...needs.values()].sort((a, b) => Number(b.isMissing) - Number(a.isMissing));
}

function needFor(
  use: Use,
  listed: FlowDependencies,
  context: ValidationContext,
  isSetHere: boolean,
): ImportNeed {
  const known = knownKeys(use.kind, context);
  const isMissing = known !== null && !known.has(use.name) && !isSetHere;
  const title = titleOf(use, listed);
  return {
    kind: use.kind,
    key: use.name,
    title,
    places: 1,
    isMissing,
    advice: isMissing ? `${ADVICE[use.kind]}: ${title}.` : null,
    // Ids say nothing to people.
    suggestion:
      isMissing && use.kind !== 'segment' && use.kind !== 'file' ? similarName(use.name, known) : null,
  };
}

const ADVICE: Record<Use['kind'], string> = {
  template: 'Create this template and have it approved, or choose another',
  attribute: 'No contact has this attribute yet; it comes with the first value, or choose another',
  tag: 'No contact has this tag yet; it comes with the first contact, or choose another',
  secret: 'Add this secret under Settings, Secrets, or choose another',
  segment: 'Choose the segment that stands for this one',
  file: 'Upload this file here, or choose another',
  flow: 'Import and publish this flow first, then choose its version',
};

/** Null when the context doesn't say. */
function knownKeys(kind: Use['kind'], context: ValidationContext): ReadonlySet<string> | null {
  switch (kind) {
    case 'template':
      return context.templates ? new Set(Object.keys(context.templates)) : null;
    case 'flow': {
      if (!context.publishedVersions) return null;
      const versions = Object.entries(context.publishedVersions);
      return new Set(versions.flatMap(([id, numbers]) => numbers.map((number) => `${id}/${number}`)));
    }
    default:
      return knownNames(kind, context);
  }
}

function titleOf({ kind, name: key, title }: Use, listed: FlowDependencies): string {
  if (kind === 'file') return title ?? key;
  if (kind === 'segment') return listed.segments.find(({ id }) => id === key)?.name ?? key;
  if (kind !== 'flow') return key;
  const { flowId, version } = splitFlow(key);
  const flow = listed.flows.find((one) => one.flowId === flowId && one.version === version);
  return flow?.name ? `${flow.name}, version ${version}` : key;
}

function keyOf({ kind, name: key }: Use): string {
  return `${kind} ${key}`;
}

/** `name/language`; neither part of a template's name nor of a locale is a slash. */
export function splitTemplate(key: string): { name: string; language: string } {
  const at = key.lastIndexOf('/');
  return { name: key.slice(0, Math.max(0, at)), language: key.slice(at + 1) };
}

export function splitFlow(key: string): { flowId: string; version: number } {
  const at = key.lastIndexOf('/');
  return { flowId: key.slice(0, Math.max(0, at)), version: Number(key.slice(at + 1)) };
}

function ownName(names: Readonly<Record<string, string>> | undefined, id: string): string | null {
  return names && Object.hasOwn(names, id) ? (names[id] ?? null) : null;
}

/** JSON Schema (2020-12) of a flow file, for editors and other programs. */
export function flowFileJsonSchema(): Record<string, unknown> {
  const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
  const listItem = z.record(z.string(), scalar);
  const doc = z.object({
    schemaVersion: z.literal(FLOW_SCHEMA_VERSION),
    nodes: z.record(z.string(), flowNodeSchema),
    edges: z.record(
      z.string(),
      z.object({ from: z.object({ node: z.string(), port: z.string() }), to: z.string() }),
    ),
    variables: z.record(
      z.string(),
      z.object({
        type: z.enum(variableTypes),
        default: z.union([scalar, listItem, z.array(listItem)]).optional(),
        role: z.enum(['input', 'output']).optional(),
      }),
    ),
    rules: flowRulesSchema,
    notes: z.record(z.string(), z.object({ text: z.string(), ui: noteUiSchema })),
  });
  return {
    title: 'Parley flow',
    ...z.toJSONSchema(fileSchema.extend({ doc }), { unrepresentable: 'any', io: 'input' }),
  };
}
