/** Lists and their rows as texts see them: read by field, shown in words, compared by what is shown. */
import type { Context } from 'liquidjs';
import type { ListItem, VariableValue } from './basics.ts';
import { isItem, isList, isScalar, itemOf, listOf, wordsOfItem } from './lists.ts';

/** A row in a text. Its fields are its own properties; everything else stands on the prototype, which texts can't read. */
class ShownItem {
  [field: string]: unknown;

  constructor(item: Readonly<ListItem>) {
    Object.assign(this, item);
  }
}

/** LiquidJS asks these of what it compares. Not enumerable and not own, so that no field and no text meets them. */
const never = () => false;
Object.defineProperties(ShownItem.prototype, {
  toString: {
    value(this: ShownItem) {
      return wordsOfItem(this as ListItem);
    },
  },
  equals: {
    value(this: ShownItem, other: unknown) {
      if (other instanceof ShownItem) return JSON.stringify(this) === JSON.stringify(other);
      return wordsOfItem(this as ListItem) === other || Object.values(this).includes(other);
    },
  },
  gt: { value: never },
  geq: { value: never },
  lt: { value: never },
  leq: { value: never },
});

/** Each text of a step sees the same lists. */
const shownLists = new WeakMap<object, unknown>();

/** The values of variables as texts see them. */
export function shownValues(values: Readonly<Record<string, VariableValue>>): Record<string, VariableValue> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shown(value)]));
}

function shown(value: VariableValue): VariableValue {
  if (isScalar(value)) return value;
  const known = shownLists.get(value);
  if (known !== undefined) return known as VariableValue;
  const made = isList(value) ? value.map((item) => new ShownItem(item)) : new ShownItem(value);
  shownLists.set(value, made);
  return made as VariableValue;
}

/** What an expression gives, as a value of a variable; undefined for what is none, such as the whole contact. */
export function plainValue(result: unknown): VariableValue | undefined {
  if (result === undefined) return null;
  if (isScalar(result)) return result;
  if (isList(result)) return listOf(result).list;
  return result instanceof ShownItem ? (itemOf({ ...result })?.item ?? null) : undefined;
}

/** What a text shows where it names a value: rows with commas between them. Tags stay as Liquid shows lists. */
export function showOutput(value: unknown): string {
  const isList = Array.isArray(value) && value.some((one) => one instanceof ShownItem);
  // LiquidJS itself writes all else, whatever it is.
  return isList ? value.map(String).join(', ') : (value as string);
}

/** The longest a pattern and a list of lines may be is bounded by the output's own limit. */
const FIELD = /\[([^\]\n]{1,64})\]/g;

/**
 * `{{ products | lines: "• [name]: [price]" }}`: a line for each row, its fields in the places of their names and `[#]` for its number.
 * Without a pattern each row as it is shown; a second value is how many rows at most.
 */
export function lines(this: { context: Context }, value: unknown, pattern?: unknown, max?: unknown): unknown {
  const rows = Array.isArray(value)
    ? (value as unknown[])
    : value === null || value === undefined
      ? []
      : [value];
  const count = typeof max === 'number' && max >= 0 ? Math.trunc(max) : rows.length;
  const written: string[] = [];
  for (const [index, row] of rows.slice(0, count).entries()) {
    const line = typeof pattern === 'string' ? filled(pattern, row, index + 1) : words(row);
    this.context.memoryLimit.use(line.length + 1);
    written.push(line);
  }
  return written.join('\n');
}

/** A name that the row doesn't have leaves nothing behind. */
function filled(pattern: string, row: unknown, number: number): string {
  return pattern.replace(FIELD, (_, name: string) => {
    if (name === '#') return String(number);
    if (!isItem(row)) return name === 'value' ? words(row) : '';
    return Object.hasOwn(row, name) ? words(row[name]) : '';
  });
}

function words(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof ShownItem) return wordsOfItem(value as ListItem);
  return isScalar(value) ? String(value) : '';
}
