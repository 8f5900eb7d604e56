/** Table `templates`. */
import type { Template } from '../../core/api/schemas.ts';

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
