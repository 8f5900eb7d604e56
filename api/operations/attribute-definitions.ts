import { definitionColumns, toDefinition, type DefinitionRow } from '../attribute-definitions.ts';
import { operation } from '../operation.ts';
import { ApiError, invalidField } from '../problems.ts';

/** A profile that no form could show any more. */
const MAX_DEFINITIONS = 200;

export const listAttributeDefinitions = operation('listAttributeDefinitions', {
  async handle({ tx, params: { org } }) {
    const rows = await tx<DefinitionRow[]>`
      select ${definitionColumns(tx)} from public.attribute_definitions d
      where d.org_id = ${org} order by d.archived_at is not null, lower(d.label), d.id`;
    return { items: rows.map(toDefinition) };
  },
});

export const createAttributeDefinition = operation('createAttributeDefinition', {
  async handle({ tx, params: { org }, body }) {
    const [count] = await tx<{ n: number }[]>`
      select count(*)::int as n from public.attribute_definitions where org_id = ${org}`;
    if (count!.n >= MAX_DEFINITIONS) throw invalidField('key', `is one more than ${MAX_DEFINITIONS}`);
    const [row] = await tx<DefinitionRow[]>`
      insert into public.attribute_definitions as d (org_id, key, label, type, options, description)
      values (${org}, ${body.key}, ${body.label}, ${body.type}, ${[...new Set(body.options ?? [])]}, ${body.description ?? null})
      on conflict (org_id, key) do nothing returning ${definitionColumns(tx)}`;
    if (!row) throw new ApiError('attribute_exists');
    return toDefinition(row);
  },
});

export const updateAttributeDefinition = operation('updateAttributeDefinition', {
  async handle({ tx, params: { org, attribute }, body }) {
    const [before] = await tx<DefinitionRow[]>`
      select ${definitionColumns(tx)} from public.attribute_definitions d
      where d.org_id = ${org} and d.id = ${attribute} for update`;
    if (!before) throw new ApiError('not_found');
    if (body.options && before.type !== 'choice') throw invalidField('options', 'belong to a choice');
    const archivedAt =
      body.isArchived === undefined
        ? before.archived_at
        : body.isArchived
          ? (before.archived_at ?? new Date())
          : null;
    const [row] = await tx<DefinitionRow[]>`
      update public.attribute_definitions d set label = ${body.label ?? before.label},
        options = ${body.options ? [...new Set(body.options)] : before.options},
        description = ${body.description === undefined ? before.description : body.description}, archived_at = ${archivedAt}
      where d.org_id = ${org} and d.id = ${attribute} returning ${definitionColumns(tx)}`;
    return toDefinition(row!);
  },
});

export const deleteAttributeDefinition = operation('deleteAttributeDefinition', {
  async handle({ tx, params: { org, attribute } }) {
    const [row] = await tx<DefinitionRow[]>`
      delete from public.attribute_definitions d where d.org_id = ${org} and d.id = ${attribute}
      returning ${definitionColumns(tx)}`;
    if (!row) throw new ApiError('not_found');
    return toDefinition(row);
  },
});
