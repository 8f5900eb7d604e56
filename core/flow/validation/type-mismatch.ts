import type { VariableType, VariableValue } from '../basics.ts';
import { isItem, isList } from '../lists.ts';
import { fromListOf } from '../nodes/ask/manifest.ts';
import type { AskData } from '../nodes/ask/manifest.ts';
import type { ConditionTest } from '../nodes/condition/manifest.ts';
import { clockMsOf } from '../nodes/shared/time-of-day.ts';
import { parseDate, parseNumber } from '../nodes/shared/values.ts';
import type { Problem } from '../problem.ts';
import { testsIn } from './conditions.ts';
import type { Rule } from './contract.ts';
import { usableNodes } from './graph.ts';
import type { UsableNode } from './graph.ts';
import { typesOfSubjects } from './subject-types.ts';
import type { SubjectType } from './subject-types.ts';
import { readsIn } from './text-reads.ts';
import { variableIn, variableTypes, writesOf } from './variables.ts';

/** Values that are used as something they aren't: a text compared as a number, a day kept as a number. */
export const typeMismatch: Rule = ({ flow, context }) => {
  const variables = variableTypes(flow);
  const typeOf = typesOfSubjects(variables, context.attributes ?? {});
  const inNodes = usableNodes(flow).flatMap((node) => [
    ...testsIn(node.data).flatMap(({ field, test }) => inTest(node.id, field, test, typeOf(test.subject))),
    ...inSetter(node, typeOf),
    ...inWrites(node, flow.doc.variables),
    ...inLists(node, variables),
  ]);
  return [...inNodes, ...inDefaults(flow.doc.variables)];
};

function report(nodeId: string | null, field: string | null, message: string): Problem[] {
  return [{ code: 'type-mismatch', severity: 'warning', nodeId, field, message }];
}

const ORDER_OPERATORS: ReadonlySet<string> = new Set(['greater-than', 'at-least', 'less-than', 'at-most']);

const ORDERED: ReadonlySet<SubjectType> = new Set(['number', 'date', 'time']);

const DATE_OPERATORS: ReadonlySet<string> = new Set(['before', 'after']);

/** A text may hold a day or a time. */
const DATED: ReadonlySet<SubjectType> = new Set(['date', 'time', 'text']);

const WEEKDAYS: ReadonlySet<string> = new Set([
  ...['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
]);

function inTest(nodeId: string, field: string, test: ConditionTest, type: SubjectType | null): Problem[] {
  const { subject, operator, value } = test;
  if (type === null || value.includes('{{')) return [];
  const isOrder = ORDER_OPERATORS.has(operator);
  if (isOrder && !ORDERED.has(type)) {
    const advice = type === 'text' ? 'ask for a number or a date instead' : 'use another comparison';
    return report(
      nodeId,
      `${field}.operator`,
      `${subject} is ${a(type)}, and only numbers, dates and times can be more or less: ${advice}.`,
    );
  }
  const isDate = DATE_OPERATORS.has(operator);
  if (isDate && !DATED.has(type)) {
    return report(
      nodeId,
      `${field}.operator`,
      `${subject} is ${a(type)}, and only dates and times can be before or after: use another comparison.`,
    );
  }
  if (type === 'tags' && operator === 'starts-with') {
    return report(nodeId, `${field}.operator`, `${subject} is a list: ask whether it contains a tag.`);
  }
  if (value.trim() === '') return [];
  const isTime = clockMsOf(value.trim()) !== null;
  const mixes = isDate && type !== 'text' && isTime !== (type === 'time');
  if (!mixes && !(isOrder || operator === 'is' || operator === 'is-not')) return [];
  const fits = mixes ? false : valueFits(value, type);
  return fits === null || fits
    ? []
    : report(
        nodeId,
        `${field}.value`,
        `${subject} is ${a(type)} and never equals or compares with "${value}": write ${example[type] ?? 'another value'}.`,
      );
}

const example: Partial<Record<SubjectType, string>> = {
  number: 'a number, for example 3.5',
  date: 'a day as 2026-11-24',
  boolean: 'true or false',
  weekday: 'a day such as Monday',
  time: 'a time such as 09:30',
};

/** Null when every value may fit. */
function valueFits(value: string, type: SubjectType): boolean | null {
  switch (type) {
    case 'number':
      return parseNumber(value) !== null;
    case 'date':
      return parseDate(value) !== null;
    case 'boolean':
      return /^(true|false)$/iu.test(value.trim());
    case 'weekday':
      return WEEKDAYS.has(value.trim().toLowerCase());
    case 'time':
      return clockMsOf(value.trim()) !== null;
    default:
      return null;
  }
}

/** Everything has words, is a list of one and a row of its own. */
const TAKES_ALL: ReadonlySet<VariableType> = new Set(['text', 'list', 'item']);

/** A step that turns a text into a value of a type, from exactly one source whose type is known. */
function inSetter({ id, data }: UsableNode, typeOf: (subject: string) => SubjectType | null): Problem[] {
  if (!isSetter(data)) return [];
  const [, path] = /^\s*\{\{-?\s*([A-Za-z_][\w.]*)\s*-?\}\}\s*$/u.exec(data.value) ?? [];
  if (path === undefined) return [];
  const known = /^(contact|trigger|answers)\./u.test(path) ? path : `answers.${path}`;
  const from = typeOf(known);
  if (from === null || from === data.valueType || TAKES_ALL.has(data.valueType)) return [];
  const message =
    from === 'text'
      ? `${path} is a text, and the step fails when it is no ${data.valueType}: ask for ${a(data.valueType)} instead.`
      : `${path} is ${a(from)}, which is never ${a(data.valueType)}.`;
  return report(id, 'value', message);
}

function isSetter(data: unknown): data is { valueType: VariableType; value: string } {
  return (
    typeof data === 'object' &&
    data !== null &&
    'valueType' in data &&
    typeof data.valueType === 'string' &&
    'value' in data &&
    typeof data.value === 'string'
  );
}

/** Options that are made of what is no list, and fields that are read of a list instead of one of its rows. */
function inLists(
  { id, node, type: { manifest }, data }: UsableNode,
  variables: ReadonlyMap<string, VariableType | null>,
) {
  const from = node.type === 'ask' ? fromListOf((data as AskData).validation) : null;
  const type = from === null ? null : (variables.get(from.list) ?? null);
  const noList =
    from === null || type === null || type === 'list' || type === 'item'
      ? []
      : report(id, 'validation.from.list', `"${from.list}" is ${a(type)}, and options are made of a list.`);
  const ofLists = (manifest.texts?.(data) ?? []).flatMap(({ field, template }) =>
    readsIn(template).flatMap((path) => {
      const variable = variableIn(path);
      const part = path[path[0] === 'answers' ? 2 : 1];
      if (variable === null || part === undefined || variables.get(variable) !== 'list') return [];
      if (PARTS_OF_LIST.has(part) || isIndexed(template, variable)) return [];
      const words = `"${variable}" is a list: "${part}" stands in its rows, as {{ ${variable}.first.${part} }}.`;
      return report(id, field, words);
    }),
  );
  return [...noList, ...ofLists];
}

const PARTS_OF_LIST: ReadonlySet<string> = new Set(['size', 'first', 'last']);

/** `products[2].title`: paths leave out the number. */
function isIndexed(template: string, variable: string): boolean {
  return template.includes(`${variable}[`);
}

type Definitions = Record<string, { type: VariableType; default?: VariableValue }>;

/** A text variable takes everything; another one only its own kind. */
function inWrites(node: UsableNode, variables: Definitions): Problem[] {
  return writesOf(node).flatMap(({ name, type }) => {
    const declared = Object.hasOwn(variables, name) ? variables[name]?.type : undefined;
    if (declared === undefined || declared === type || declared === 'text') return [];
    return report(
      node.id,
      null,
      `"${name}" is declared as ${a(declared)}, but this step saves ${a(type)} in it.`,
    );
  });
}

function inDefaults(variables: Definitions): Problem[] {
  return Object.entries(variables).flatMap(([name, { type, default: value }]) => {
    if (value === undefined || value === null || value === '' || isOfType(value, type)) return [];
    return report(
      null,
      `variables.${name}.default`,
      `"${name}" is declared as ${a(type)}, but its default is ${JSON.stringify(value)}.`,
    );
  });
}

function isOfType(value: NonNullable<VariableValue>, type: VariableType): boolean {
  switch (type) {
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && parseDate(value) !== null;
    case 'text':
    case 'location':
    case 'media':
      return typeof value === 'string';
    case 'list':
      return isList(value);
    case 'item':
      return isItem(value);
  }
}

function a(type: SubjectType): string {
  const words: Record<SubjectType, string> = {
    text: 'a text',
    number: 'a number',
    boolean: 'a yes or no',
    date: 'a date',
    location: 'a place',
    media: 'a file',
    list: 'a list',
    item: 'a row of a list',
    tags: 'a list of tags',
    weekday: 'a day of the week',
    time: 'a time of day',
  };
  return words[type];
}
