/** What a flow is judged against: the organisation's templates and the keywords of its other live flows. */
import { hash } from 'node:crypto';
import type { TemplateFacts } from '../../core/flow/run.ts';
import type { ValidationContext } from '../../core/flow/validate.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { toTemplateFacts, type TemplateRow } from '../rows/templates.ts';

export interface FlowSurroundings {
  templates: Record<string, TemplateFacts>;
  keywords: { flowId: string; flowName: string; keyword: string }[];
  /** Changes when anything above changes. */
  fingerprint: string;
}

export async function loadSurroundings(tx: Tx, org: string): Promise<FlowSurroundings> {
  const [templates, keywords] = await Promise.all([
    tx<TemplateRow[]>`
      select t.id, t.name, t.language, t.status, t.category, t.components from public.templates t
      where t.org_id = ${org} order by t.id`,
    tx<{ flow_id: string; flow_name: string; keyword: string }[]>`
      select t.flow_id, f.name as flow_name, k ->> 'text' as keyword
      from public.flow_triggers t
      join public.flows f on f.org_id = t.org_id and f.id = t.flow_id
      cross join lateral jsonb_array_elements(t.config -> 'keywords') k
      where t.org_id = ${org} and t.kind = 'keyword' and f.status = 'live'
      order by t.flow_id, t.node_id`,
  ]);
  const known = {
    templates: Object.fromEntries(
      templates.map((row) => [`${row.name}/${row.language}`, toTemplateFacts(row)]),
    ),
    keywords: keywords.map((row) => ({ flowId: row.flow_id, flowName: row.flow_name, keyword: row.keyword })),
  };
  return { ...known, fingerprint: hash('sha256', JSON.stringify(known), 'base64') };
}

/** A flow is never in conflict with itself. */
export function contextOf(flowId: string, { templates, keywords }: FlowSurroundings): ValidationContext {
  return {
    templates,
    otherKeywords: keywords
      .filter((other) => other.flowId !== flowId)
      .map(({ flowName, keyword }) => ({ flowName, keyword })),
  };
}
