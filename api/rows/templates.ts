/** Table `templates`. */
import type { Template } from '../../core/api/templates.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';
import { toTime } from './time.ts';

export interface TemplateRow {
  id: string;
  waba_account_id: string;
  name: string;
  language: string;
  status: string;
  category: Template['category'];
  next_category: string | null;
  quality: string | null;
  rejected_reason: string | null;
  advice: string | null;
  parameter_format: string;
  components: Record<string, unknown>[];
  is_sample: boolean;
  created_at: Date;
  updated_at: Date;
}

/** For a query in which `templates` is called `t`. */
export function templateColumns(tx: Tx) {
  return tx`t.id, t.waba_account_id, t.name, t.language, t.status, t.category, t.next_category, t.quality, t.rejected_reason, t.advice,
    t.parameter_format, t.components, t.is_sample, t.created_at, t.updated_at`;
}

export function toTemplate(row: TemplateRow): Template {
  return {
    id: row.id,
    wabaId: row.waba_account_id,
    name: row.name,
    language: row.language,
    status: row.status,
    category: row.category,
    nextCategory: isCategory(row.next_category) ? row.next_category : null,
    quality: row.quality,
    rejectedReason: row.rejected_reason,
    advice: row.advice,
    parameterFormat: row.parameter_format === 'NAMED' ? 'NAMED' : 'POSITIONAL',
    components: row.components,
    isSample: row.is_sample,
    createdAt: toTime(row.created_at),
    updatedAt: toTime(row.updated_at),
  };
}

function isCategory(text: string | null): text is Template['category'] {
  return text === 'MARKETING' || text === 'UTILITY' || text === 'AUTHENTICATION';
}

/** @throws ApiError not_found */
export async function findTemplate(tx: Tx, org: string, id: string): Promise<Template> {
  const [row] = await tx<TemplateRow[]>`
    select ${templateColumns(tx)} from public.templates t where t.org_id = ${org} and t.id = ${id}`;
  if (!row) throw new ApiError('not_found');
  return toTemplate(row);
}
