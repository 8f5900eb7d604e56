/** Table `templates`. */
import type { Template } from '../../core/api/schemas.ts';
import type { TemplateFacts } from '../../core/flow/run.ts';

export interface TemplateRow {
  id: string;
  name: string;
  language: string;
  status: string;
  category: Template['category'];
  components: Record<string, unknown>[];
}

export function toTemplate(row: TemplateRow): Template {
  return {
    id: row.id,
    name: row.name,
    language: row.language,
    status: row.status,
    category: row.category,
    components: row.components,
  };
}

export function toTemplateFacts(row: Pick<TemplateRow, 'status' | 'category' | 'components'>): TemplateFacts {
  const body = row.components.find(
    ({ type }) => typeof type === 'string' && type.toUpperCase() === 'BODY',
  )?.text;
  return { status: row.status, category: row.category, body: typeof body === 'string' ? body : '' };
}
