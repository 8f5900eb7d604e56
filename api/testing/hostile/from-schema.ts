/** Values that a JSON Schema allows, as fast-check arbitraries. It reads the part of JSON Schema that zod writes. */
import fc from 'fast-check';
import { hostileTexts, ownKey } from './values.ts';

export interface JsonSchema {
  [keyword: string]: unknown;
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  $defs?: Record<string, JsonSchema>;
}

export interface FromSchemaOptions {
  /** For every uuid: ids that exist, of ours and of others. */
  ids: fc.Arbitrary<string>;
}

const MAX_DEPTH = 5;
const MAX_ITEMS = 4;

export function fromSchema(root: JsonSchema, options: FromSchemaOptions): fc.Arbitrary<unknown> {
  return build(root, 0);

  function build(schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
    if (typeof schema.$ref === 'string') return build(resolve(schema.$ref), depth + 1);
    if ('const' in schema) return fc.constant(schema.const);
    if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
    const choices = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined;
    if (choices) return fc.oneof(...shallow(choices, depth).map((choice) => build(choice, depth + 1)));
    if (Array.isArray(schema.allOf)) return build(merge(schema.allOf as JsonSchema[]), depth);
    if (Array.isArray(schema.type))
      return fc.oneof(...schema.type.map((type) => build({ ...schema, type }, depth)));
    switch (schema.type) {
      case 'string':
        return text(schema);
      case 'integer':
      case 'number':
        return number(schema);
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'array':
        return array(schema, depth);
      case 'object':
        return object(schema, depth);
      default:
        return fc.jsonValue({ maxDepth: 1 });
    }
  }

  function resolve(ref: string): JsonSchema {
    if (ref === '#') return root;
    const found = root.$defs?.[ref.replace('#/$defs/', '')];
    if (!found) throw new Error(`The schema refers to ${ref}, which is not there.`);
    return found;
  }

  /** Deep inside only choices that end: no group in a group in a group. */
  function shallow(choices: JsonSchema[], depth: number): JsonSchema[] {
    const ends = choices.filter((choice) => choice.$ref === undefined);
    return depth > MAX_DEPTH && ends.length > 0 ? ends : choices;
  }

  function text(schema: JsonSchema): fc.Arbitrary<unknown> {
    const { format, pattern, minLength = 0, maxLength = 60 } = schema as Record<string, never>;
    if (format === 'uuid') return options.ids;
    if (format === 'date-time') {
      const moment = fc.date({
        min: new Date('1970-01-01'),
        max: new Date('2999-12-31'),
        noInvalidDate: true,
      });
      return moment.map((at) => at.toISOString());
    }
    if (format === 'date') return fc.constantFrom('2026-12-25', '2024-02-29', '1970-01-01');
    if (pattern) return fc.stringMatching(new RegExp(pattern));
    const fits = hostileTexts.map((one) => one.slice(0, maxLength).padEnd(minLength, 'x'));
    return fc.oneof(
      fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 60 + Number(minLength)) }),
      fc.constantFrom(...fits, 'x'.repeat(Math.min(maxLength, 10_000))),
    );
  }

  function number(schema: JsonSchema): fc.Arbitrary<unknown> {
    const { minimum = -1_000, maximum = 1_000_000 } = schema as { minimum?: number; maximum?: number };
    const [min, max] = [Math.max(minimum, -(2 ** 53) + 1), Math.min(maximum, 2 ** 53 - 1)];
    if (schema.type === 'integer')
      return fc.oneof(
        fc.integer({ min: Math.max(min, -(2 ** 31)), max: Math.min(max, 2 ** 31 - 1) }),
        fc.constantFrom(min, max),
      );
    return fc.oneof(fc.double({ min, max, noNaN: true }), fc.constantFrom(min, max));
  }

  function array(schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
    const {
      items = {},
      minItems = 0,
      maxItems = MAX_ITEMS,
    } = schema as {
      items?: JsonSchema;
      minItems?: number;
      maxItems?: number;
    };
    const most = depth > MAX_DEPTH ? minItems : Math.max(minItems, Math.min(maxItems, MAX_ITEMS));
    return fc.array(build(items, depth + 1), { minLength: minItems, maxLength: most });
  }

  function object(schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
    const required = new Set((schema.required ?? []) as string[]);
    const own = Object.entries(schema.properties ?? {});
    const fields = Object.fromEntries(own.map(([name, field]) => [name, build(field, depth + 1)]));
    const known = fc.record(fields, { requiredKeys: [...required] as never });
    const more = schema.additionalProperties;
    if (own.length > 0 || typeof more !== 'object' || more === null) return known;
    const keys = fc.constantFrom(
      'a',
      'vip',
      'total',
      'Grüße',
      ...hostileTexts.map((one) => one.slice(0, 64)),
    );
    return fc
      .array(fc.tuple(keys, build(more as JsonSchema, depth + 1)), { maxLength: 3 })
      .map((entries) => Object.assign({}, ...entries.map(([key, value]) => ownKey(key, value))) as unknown);
  }
}

function merge(parts: JsonSchema[]): JsonSchema {
  return parts.reduce((all, part) => ({
    ...all,
    ...part,
    properties: { ...all.properties, ...part.properties },
    required: [...((all.required ?? []) as string[]), ...((part.required ?? []) as string[])],
  }));
}
