/** What a flow uses of its organisation, with the places: for dependency lists, for imports, and for rules about names. */
import type { NodeId } from './basics.ts';
import type { CompiledFlow } from './compile.ts';
import { subflowKey } from './library.ts';
import { TAGS_SUBJECT } from './nodes/condition/subjects.ts';
import { testsIn } from './validation/conditions.ts';
import { fileUses } from './validation/file-uses.ts';
import { usableNodes } from './validation/graph.ts';
import type { UsableNode } from './validation/graph.ts';
import { attributeIn } from './validation/subject-types.ts';
import { readsIn } from './validation/text-reads.ts';
import { templateUses } from './validation/template-uses.ts';

export type UseKind = 'template' | 'attribute' | 'tag' | 'secret' | 'segment' | 'file' | 'flow';

export interface Use {
  kind: UseKind;
  /** `name/language` of a template, `flowId/version` of a flow, the id of a segment or file. */
  name: string;
  /** What the document itself calls a thing that it names by id. */
  title?: string;
  /** Null: the flow's own rules. */
  nodeId: NodeId | null;
  /** Path inside the node's data, or inside the document. */
  field: string;
  /** The step sets it itself, so it needn't be there before. */
  isSet: boolean;
  /** The field doesn't hold the name alone, but reads it as `contact.attributes.<name>`. */
  isInPath?: true;
}

/** Everything that the usable steps and the rules of a flow name, in the order of its steps. */
export function usesOf(flow: CompiledFlow): Use[] {
  const templates = templateUses(flow)
    .filter(({ use }) => use.name.trim() !== '')
    .map(({ nodeId, prefix, use }): Use => ({
      kind: 'template',
      name: `${use.name}/${use.language}`,
      nodeId,
      field: `${prefix}name`,
      isSet: false,
    }));
  const files = fileUses(flow).map(({ nodeId, field, fileId, name }): Use => ({
    ...{ kind: 'file', name: fileId, nodeId, field, isSet: false },
    ...(name !== null && { title: name }),
  }));
  const exitTags = flow.doc.rules.exitOn.tags.map((name, index): Use => ({
    kind: 'tag',
    name,
    nodeId: null,
    field: `rules.exitOn.tags.${index}`,
    isSet: false,
  }));
  return [...templates, ...files, ...usableNodes(flow).flatMap(usesOfNode), ...exitTags].filter(
    ({ name }) => name.trim() !== '',
  );
}

function usesOfNode(node: UsableNode): Use[] {
  const { manifest } = node.type;
  const use = (kind: UseKind, name: string, field: string, isSet = false): Use => ({
    kind,
    name: name.trim(),
    nodeId: node.id,
    field,
    isSet,
  });
  const subflow = manifest.subflow?.(node.data) ?? null;
  return [
    ...(manifest.texts?.(node.data) ?? []).flatMap(({ field, template }) =>
      attributesIn(template).map((name): Use => ({ ...use('attribute', name, field), isInPath: true })),
    ),
    ...testsIn(node.data).flatMap(({ field, test }) => {
      const attribute = attributeIn(test.subject);
      if (attribute !== null)
        return [{ ...use('attribute', attribute, `${field}.subject`), isInPath: true as const }];
      return test.subject === TAGS_SUBJECT ? [use('tag', test.value, `${field}.value`)] : [];
    }),
    ...(node.node.type === 'set-attribute' ? [use('attribute', node.node.data.name, 'name', true)] : []),
    ...(node.node.type === 'attribute-trigger' ? [use('attribute', node.node.data.name, 'name')] : []),
    ...namedIn(node.data, '').map(({ kind, name, field }) =>
      use(kind, name, field, node.node.type === 'set-tag'),
    ),
    ...(manifest.secrets?.(node.data) ?? []).map(({ field, secret }) => use('secret', secret, field)),
    ...(subflow === null ? [] : [use('flow', subflowKey(subflow), 'flowId')]),
  ];
}

/** Attributes of the contact that a text shows. */
function attributesIn(template: string): string[] {
  return readsIn(template).flatMap(([root, part, name]) =>
    root === 'contact' && part === 'attributes' && name !== undefined ? [name] : [],
  );
}

/** Fields that hold such a name wherever they stand. */
const NAMING_KEYS: Readonly<Record<string, UseKind>> = {
  tag: 'tag',
  attribute: 'attribute',
  segmentId: 'segment',
};

/** Kinds of things that are named by a `name` beside their `kind`. */
const NAMING_KINDS: Readonly<Record<string, UseKind>> = {
  attribute: 'attribute',
  attribute_changed: 'attribute',
  tag_added: 'tag',
  tag_removed: 'tag',
  segment_entered: 'segment',
  segment_left: 'segment',
};

function namedIn(data: unknown, field: string): { kind: UseKind; name: string; field: string }[] {
  if (typeof data !== 'object' || data === null) return [];
  const own = 'kind' in data && typeof data.kind === 'string' ? NAMING_KINDS[data.kind] : undefined;
  return Object.entries(data).flatMap(([key, value]: [string, unknown]) => {
    const path = field === '' ? key : `${field}.${key}`;
    if (typeof value !== 'string') return namedIn(value, path);
    const kind = key === 'name' ? own : Object.hasOwn(NAMING_KEYS, key) ? NAMING_KEYS[key] : undefined;
    return kind === undefined ? [] : [{ kind, name: value, field: path }];
  });
}
