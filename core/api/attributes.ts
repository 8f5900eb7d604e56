/** Definitions of the attributes of contacts. */
import { z } from 'zod';
import { attributeTypes } from '../people/attributes.ts';
import { id, time } from './schemas.ts';

const options = z.array(z.string().trim().min(1).max(100)).max(100);
const label = z.string().trim().min(1).max(100);
const description = z.string().trim().max(500).nullish();

export const attributeDefinition = z.object({
  id,
  key: z.string().describe('The name in `attributes` of a contact; it and the type never change'),
  label: z.string(),
  type: z.enum(attributeTypes),
  options: z.array(z.string()).describe('Of a choice'),
  description: z.string().nullable(),
  isArchived: z.boolean().describe('No longer offered, its values no longer checked'),
  createdAt: time,
  updatedAt: time,
});

export const newAttributeDefinition = z
  .strictObject({
    key: z.string().trim().min(1).max(64),
    label,
    type: z.enum(attributeTypes),
    options: options.optional(),
    description,
  })
  .refine(({ type, options: given }) => (type === 'choice') === (given !== undefined && given.length > 0), {
    path: ['options'],
    message: 'belong to a choice, and a choice needs some',
  });

export const attributeDefinitionChange = z.strictObject({
  label: label.optional(),
  options: options.min(1).optional(),
  description,
  isArchived: z.boolean().optional(),
});

export type AttributeDefinition = z.infer<typeof attributeDefinition>;
