/** The shape of an answer with fields: as JSON Schema for the model, as zod for the check. They are made from one list. */
import { z } from 'zod';
import type { JSONSchema7 } from 'ai';
import type { VariableValue } from '../../core/flow/basics.ts';
import type { AiField } from '../../core/flow/calls.ts';

/** A text longer than this is no value to keep in a variable. */
const MAX_TEXT_LENGTH = 4_096;

/** Every field is required and may be null, which is what endpoints with strict schemas ask for. */
export function jsonSchemaOf(fields: readonly AiField[]): JSONSchema7 {
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, propertyOf(field)])),
    required: fields.map(({ name }) => name),
    additionalProperties: false,
  };
}

function propertyOf({ type, description, options }: AiField): JSONSchema7 {
  const words = [description.trim(), 'Null when it is not known.'].filter((part) => part !== '').join(' ');
  switch (type) {
    case 'number':
      return { type: ['number', 'null'], description: words };
    case 'boolean':
      return { type: ['boolean', 'null'], description: words };
    case 'date':
      return { type: ['string', 'null'], description: `${words} A day as YYYY-MM-DD.` };
    case 'text':
      if (options.length === 0) return { type: ['string', 'null'], description: words };
      return { type: ['string', 'null'], enum: [...options, null], description: words };
  }
}

/** Left-out fields count as null, unknown ones are dropped; a value of another type makes the whole answer unusable. */
export function readFields(
  fields: readonly AiField[],
  answer: unknown,
): { fields: Record<string, VariableValue> } | { problem: string } {
  const shape = z.object(Object.fromEntries(fields.map((field) => [field.name, valueOf(field)])));
  const result = shape.safeParse(answer);
  if (result.success) return { fields: result.data };
  const wrong = [...new Set(result.error.issues.map(({ path }) => String(path[0] ?? 'the answer')))];
  return { problem: `Not of the type asked for: ${wrong.join(', ')}.` };
}

function valueOf(field: AiField): z.ZodType<VariableValue> {
  return typed(field)
    .nullish()
    .transform((value) => (value === undefined || value === '' ? null : value));
}

function typed({ type, options }: AiField): z.ZodType<string | number | boolean> {
  switch (type) {
    case 'number':
      return z.number();
    case 'boolean':
      return z.boolean();
    case 'date':
      return z.union([z.iso.date(), z.literal('')]);
    case 'text': {
      const text = z.string().max(MAX_TEXT_LENGTH);
      return options.length === 0 ? text : text.refine((value) => value === '' || options.includes(value));
    }
  }
}

/** JSON out of a model's text, which likes to be wrapped into a code block. Undefined when there is none. */
export function parseJsonText(text: string): unknown {
  const fenced = /^\s*```[a-z]*\s*([\s\S]*?)```\s*$/i.exec(text);
  try {
    return JSON.parse(fenced?.[1] ?? text);
  } catch {
    return undefined;
  }
}
