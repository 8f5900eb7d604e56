/** Table `attribute_definitions`, and values held against it. */
import type { AttributeDefinition } from '../core/api/attributes.ts';
import { attributeNeeds, readAttribute, type AttributeValue } from '../core/people/attributes.ts';
import type { Tx } from '../platform/db/pool.ts';
import { loadAttributeRules } from '../platform/people/attribute-rules.ts';
import { ApiError } from './problems.ts';
import { toTime } from './rows/time.ts';

export interface DefinitionRow {
  id: string;
  key: string;
  label: string;
  type: AttributeDefinition['type'];
  options: string[];
  description: string | null;
  archived_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

/** For a query in which `attribute_definitions` is `d`. */
export function definitionColumns(tx: Tx) {
  return tx`d.id, d.key, d.label, d.type, d.options, d.description, d.archived_at, d.created_at, d.updated_at`;
}

export function toDefinition(row: DefinitionRow): AttributeDefinition {
  const { id, key, label, type, options, description } = row;
  return {
    ...{ id, key, label, type, options, description },
    isArchived: row.archived_at !== null,
    createdAt: toTime(row.created_at),
    updatedAt: toTime(row.updated_at),
  };
}

type GivenAttributes = Record<string, AttributeValue | null>;

/**
 * The values as their definitions read them; free attributes stay as they are.
 * @throws ApiError invalid_input that names every value which can't be read as its attribute's type
 */
export async function readAttributes(
  tx: Tx,
  org: string,
  values: GivenAttributes = {},
): Promise<GivenAttributes> {
  const keys = Object.keys(values);
  if (keys.length === 0) return values;
  const rules = await loadAttributeRules(tx, org, keys);
  const read = new Map(Object.entries(values));
  const errors: { field: string; message: string }[] = [];
  for (const key of keys.toSorted()) {
    const rule = rules.get(key);
    if (rule === undefined) continue;
    const value = readAttribute(rule, read.get(key));
    if (value === undefined) errors.push({ field: `attributes.${key}`, message: attributeNeeds(rule) });
    else read.set(key, value);
  }
  const [first] = errors;
  if (first) throw new ApiError('invalid_input', { detail: `${first.field}: ${first.message}`, errors });
  return Object.fromEntries(read);
}
