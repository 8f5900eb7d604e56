import type { ContactFields } from '../../core/api/segments.ts';
import { operation } from '../operation.ts';

type AttributeTypes = ContactFields['attributes'][number]['types'];

export const listContactFields = operation('listContactFields', {
  async handle({ tx, params: { org } }) {
    const rows = await tx<{ kind: 'tag' | 'attribute'; name: string; types: AttributeTypes }[]>`
      select f.kind, f.name, array_agg(f.type order by f.type) as types
      from public.contact_fields f where f.org_id = ${org} group by f.kind, f.name order by f.kind, f.name limit 1000`;
    return {
      tags: rows.filter(({ kind }) => kind === 'tag').map(({ name }) => name),
      attributes: rows.filter(({ kind }) => kind === 'attribute').map(({ name, types }) => ({ name, types })),
    };
  },
});
