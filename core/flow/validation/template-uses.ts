import type { NodeId } from '../basics.ts';
import type { CompiledFlow } from '../compile.ts';
import type { TemplateUse } from '../nodes/contract.ts';
import type { TemplateFacts } from '../run.ts';

/** Every place that names a template, as step or as fallback; `prefix` stands before the fields of the use. */
export function templateUses(flow: CompiledFlow): { nodeId: NodeId; prefix: string; use: TemplateUse }[] {
  return [...flow.nodes.values()].flatMap((node) => {
    if (node.type === null || node.isBroken) return [];
    return (node.type.manifest.messages?.(node.data) ?? []).flatMap(({ template, fallback }) => [
      ...(template === null ? [] : [{ nodeId: node.id, prefix: '', use: template }]),
      ...(fallback === null ? [] : [{ nodeId: node.id, prefix: 'fallback.', use: fallback }]),
    ]);
  });
}

export function templateOf(templates: Record<string, TemplateFacts>, use: TemplateUse): TemplateFacts | null {
  const key = `${use.name}/${use.language}`;
  return Object.hasOwn(templates, key) ? (templates[key] ?? null) : null;
}
