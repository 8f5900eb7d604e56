/** Lists and their rows as texts see them: read by field, shown in words, compared by what is shown. */
import { defaultOperators } from 'liquidjs';
import type { Context, Operators } from 'liquidjs';
import type { ListItem, VariableValue } from './basics.ts';
import { HIDING_NAMES, isItem, isList, isScalar, itemOf, listOf, wordsOfItem } from './lists.ts';

/** A row in a text. Its fields are its own properties, whatever they are called; texts can't read the prototype. */
class ShownItem {
  [field: string]: unknown;

  constructor(item: Readonly<ListItem>) {
    for (const [name, value] of Object.entries(item)) {
      if (!HIDING_NAMES.has(name)) this[name] = value;
    }
  }
}

/** Not enumerable, and no field has this name. */
Object.defineProperty(ShownItem.prototype, 'toString', {
  value(this: ShownItem) {
    return wordsOfItem(this as ListItem);
  },
});

type Result = ReturnType<Operators[string]>;
type Answer = Generator<unknown, boolean, unknown>;

/** Rows are compared by what is shown. None is more or less than anything. */
export const operators: Operators = {
  ...defaultOperators,
  '==': isEqual,
  *'!='(left: unknown, right: unknown, context: Context): Answer {
    return !(yield isEqual(left, right, context));
  },
  *contains(left: unknown, right: unknown, context: Context): Answer {
    if (!isList(left)) return (yield usual('contains', left, right, context)) as boolean;
    context.memoryLimit.use(left.length);
    for (const one of left) {
      if (yield isEqual(one, right, context)) return true;
    }
    return false;
  },
  '<': isOrdered('<'),
  '<=': isOrdered('<='),
  '>': isOrdered('>'),
  '>=': isOrdered('>='),
};

function isOrdered(sign: string) {
  return (left: unknown, right: unknown, context: Context): Result =>
    left instanceof ShownItem || right instanceof ShownItem ? false : usual(sign, left, right, context);
}

function* isEqual(left: unknown, right: unknown, context: Context): Answer {
  if (left instanceof ShownItem) return isShownAs(left, right, context);
  if (right instanceof ShownItem) return isShownAs(right, left, context);
  if (!isList(left) || !isList(right)) return (yield usual('==', left, right, context)) as boolean;
  if (left.length !== right.length) return false;
  for (const [index, one] of left.entries()) {
    if (!(yield isEqual(one, right[index], context))) return false;
  }
  return true;
}

function isShownAs(row: ShownItem, other: unknown, { memoryLimit }: Context): boolean {
  const names = Object.keys(row);
  memoryLimit.use(names.length);
  if (!(other instanceof ShownItem)) {
    return wordsOfItem(row as ListItem) === other || Object.values(row).includes(other);
  }
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && row[name] === other[name])
  );
}

/** As LiquidJS itself does. */
function usual(sign: string, ...operands: [left: unknown, right: unknown, context: Context]): Result {
  const operator = defaultOperators[sign] as (...all: typeof operands) => Result;
  return operator(...operands);
}

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
export function showOutput(this: { context: Context }, value: unknown): string {
  const isOfRows = Array.isArray(value) && value.some((one) => one instanceof ShownItem);
  const shown = isOfRows ? value.map(String).join(', ') : value;
  if (typeof shown === 'string' || Array.isArray(shown)) this.context.memoryLimit.use(shown.length);
  // LiquidJS itself writes all else, whatever it is.
  return shown as string;
}

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
  // Counted before it is made: a pattern of 64 kB may name a long field in each of its places.
  const take = (text: string) => {
    this.context.memoryLimit.use(text.length + 1);
    return text;
  };
  return rows
    .slice(0, count)
    .map((row, index) =>
      typeof pattern === 'string' ? filled(take(pattern), row, index + 1, take) : take(words(row)),
    )
    .join('\n');
}

/** A name that the row doesn't have leaves nothing behind. */
function filled(pattern: string, row: unknown, number: number, take: (text: string) => string): string {
  return pattern.replace(FIELD, (_, name: string) => {
    if (name === '#') return String(number);
    if (!isItem(row)) return name === 'value' ? take(words(row)) : '';
    return Object.hasOwn(row, name) ? take(words(row[name])) : '';
  });
}

function words(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof ShownItem) return wordsOfItem(value as ListItem);
  return isScalar(value) ? String(value) : '';
}
