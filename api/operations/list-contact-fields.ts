import type { ContactFields } from '../../core/api/segments.ts';
import type { AttributeType } from '../../core/people/attributes.ts';
import { operation } from '../operation.ts';

type AttributeTypes = ContactFields['attributes'][number]['types'];

export const listContactFields = operation('listContactFields', {
  async handle({ tx, params: { org } }) {
    const rows = await tx<
      { kind: 'tag' | 'attribute'; name: string; types: AttributeTypes; definedAs: AttributeType | null }[]
    >`
      select f.kind, f.name, array_agg(f.type order by f.type) as types, min(d.type) as "definedAs"
      from public.contact_fields f
      left join public.attribute_definitions d
        on d.org_id = f.org_id and f.kind = 'attribute' and d.key = f.name and d.archived_at is null
      where f.org_id = ${org} group by f.kind, f.name order by f.kind, f.name limit 1000`;
    return {
      tags: rows.filter(({ kind }) => kind === 'tag').map(({ name }) => name),
      attributes: rows
        .filter(({ kind }) => kind === 'attribute')
        .map(({ name, types, definedAs }) => ({ name, types, definedAs })),
    };
  },
});
