/** What a flow is judged against: everything of the organisation that the rules of core/flow ask about. */
import { hash } from 'node:crypto';
import type { VariableType } from '../../core/flow/basics.ts';
import type { FlowLibrary } from '../../core/flow/library.ts';
import type { TemplateFacts } from '../../core/flow/run.ts';
import { templateFacts } from '../../core/flow/template-facts.ts';
import type { CompiledTrigger } from '../../core/flow/triggers.ts';
import type { ValidationContext } from '../../core/flow/validate.ts';
import type { MediaKind } from '../../core/messaging/content.ts';
import type { AttributeRule } from '../../core/people/attributes.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { loadAttributeRules } from '../../platform/people/attribute-rules.ts';

export interface FlowSurroundings {
  templates: Record<string, TemplateFacts>;
  /** Triggers of all live flows, those of the judged one among them. */
  triggers: { flowId: string; flowName: string; trigger: CompiledTrigger }[];
  publishedVersions: Record<string, number[]>;
  tags: string[];
  attributes: Record<string, VariableType | null>;
  attributeRules: Record<string, AttributeRule>;
  secrets: string[];
  segments: string[];
  files: Record<string, MediaKind>;
  /** Changes when anything above changes. */
  fingerprint: string;
}

export async function loadSurroundings(tx: Tx, org: string): Promise<FlowSurroundings> {
  const [templates, triggers, publishedVersions, fields, definitions, secrets, segments, files] =
    await Promise.all([
      loadTemplates(tx, org),
      loadTriggers(tx, org),
      loadPublishedVersions(tx, org),
      loadContactFields(tx, org),
      loadAttributeRules(tx, org),
      loadSecretNames(tx, org),
      loadSegmentIds(tx, org),
      loadFileKinds(tx, org),
    ]);
  const attributeRules = Object.fromEntries(definitions);
  const known = {
    templates,
    triggers,
    publishedVersions,
    ...fields,
    attributeRules,
    secrets,
    segments,
    files,
  };
  return { ...known, fingerprint: hash('sha256', JSON.stringify(known), 'base64') };
}

/**
 * A flow is never in conflict with itself.
 * @param library versions that the flow calls (`loadSubflows`)
 */
export function contextOf(flowId: string, around: FlowSurroundings, library: FlowLibrary): ValidationContext {
  const {
    templates,
    triggers,
    publishedVersions,
    tags,
    attributes,
    attributeRules,
    secrets,
    segments,
    files,
  } = around;
  const otherTriggers = triggers
    .filter((other) => other.flowId !== flowId)
    .map(({ flowName, trigger }) => ({ flowName, trigger }));
  return {
    flowId,
    templates,
    otherTriggers,
    publishedVersions,
    tags,
    attributes,
    attributeRules,
    secrets,
    segments,
    files,
    subflows: library,
  };
}

async function loadTemplates(tx: Tx, org: string): Promise<Record<string, TemplateFacts>> {
  const rows = await tx<({ name: string; language: string } & Parameters<typeof templateFacts>[0])[]>`
    select t.name, t.language, t.status, t.category, t.components from public.templates t
    where t.org_id = ${org} order by t.id`;
  return Object.fromEntries(rows.map((row) => [`${row.name}/${row.language}`, templateFacts(row)]));
}

async function loadTriggers(tx: Tx, org: string): Promise<FlowSurroundings['triggers']> {
  const rows = await tx<(CompiledTrigger & { flowId: string; flowName: string })[]>`
    select t.flow_id as "flowId", f.name as "flowName", t.node_id as "nodeId", t.type, t.keys, t.specificity,
      t.interrupts, t.data
    from public.flow_triggers t join public.flows f on f.org_id = t.org_id and f.id = t.flow_id
    where t.org_id = ${org} and f.status = 'live' order by t.flow_id, t.node_id`;
  return rows.map(({ flowId, flowName, ...trigger }) => ({ flowId, flowName, trigger }));
}

async function loadPublishedVersions(tx: Tx, org: string): Promise<Record<string, number[]>> {
  const rows = await tx<{ flow_id: string; numbers: number[] }[]>`
    select v.flow_id, array_agg(v.number order by v.number) as numbers
    from public.flow_versions v where v.org_id = ${org} group by v.flow_id order by v.flow_id`;
  return Object.fromEntries(rows.map(({ flow_id, numbers }) => [flow_id, numbers]));
}

const attributeTypes: Record<string, VariableType> = {
  ...{ string: 'text', number: 'number', boolean: 'boolean' },
  ...{ text: 'text', date: 'date', choice: 'text' },
};

/** A defined attribute has the type of its definition; one with values of several types has none. */
async function loadContactFields(
  tx: Tx,
  org: string,
): Promise<Pick<FlowSurroundings, 'tags' | 'attributes'>> {
  const rows = await tx<{ kind: 'tag' | 'attribute'; name: string; types: string[] }[]>`
    select f.kind, f.name, array_agg(distinct coalesce(d.type, f.type)) as types
    from public.contact_fields f
    left join public.attribute_definitions d
      on d.org_id = f.org_id and f.kind = 'attribute' and d.key = f.name and d.archived_at is null
    where f.org_id = ${org} group by f.kind, f.name order by f.kind, f.name`;
  const attributes = rows.filter(({ kind }) => kind === 'attribute');
  return {
    tags: rows.filter(({ kind }) => kind === 'tag').map(({ name }) => name),
    attributes: Object.fromEntries(
      attributes.map(({ name, types }) => [
        name,
        types.length === 1 ? (attributeTypes[types[0] ?? ''] ?? null) : null,
      ]),
    ),
  };
}

async function loadSecretNames(tx: Tx, org: string): Promise<string[]> {
  const rows = await tx<
    { name: string }[]
  >`select s.name from private.list_org_secrets(${org}) s order by s.name`;
  return rows.map(({ name }) => name);
}

async function loadSegmentIds(tx: Tx, org: string): Promise<string[]> {
  const rows = await tx<
    { id: string }[]
  >`select s.id from public.segments s where s.org_id = ${org} order by s.id`;
  return rows.map(({ id }) => id);
}

/** What the files are that are kept to be sent, by their ids. */
export async function loadFileKinds(tx: Tx, org: string): Promise<Record<string, MediaKind>> {
  const rows = await tx<{ id: string; kind: MediaKind }[]>`
    select f.id, f.kind from public.media_files f where f.org_id = ${org} and f.is_kept order by f.id`;
  return Object.fromEntries(rows.map(({ id, kind }) => [id, kind]));
}
