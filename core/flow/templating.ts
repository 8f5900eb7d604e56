/**
 * Liquid in messages, cut down to what is safe and always gives the same result: output, filters and `if`/`unless`.
 * No loops, no includes, no assignments, no clock but the run's, no file system. Limits count, they don't time.
 */
import { Context, IfTag, Liquid, UnlessTag } from 'liquidjs';
import type { Template } from 'liquidjs';
import type { VariableValue } from './basics.ts';
import { isScalar } from './lists.ts';
import { MAX_TEMPLATE_LENGTH } from './nodes/shared/limits.ts';
import type { Facts } from './run.ts';
import { useFilters, ZONE } from './template-filters.ts';
import { operators, plainValue, shownValues, showOutput } from './template-lists.ts';

export const MAX_OUTPUT_BYTES = 64 * 1024;

/** Characters and list items that filters take and outputs show, of all texts with one budget. */
const MEMORY_LIMIT = 1_000_000;
const VARIABLE_COST = 4;
const MAX_NESTING = 30;

export interface TemplateScope {
  contact: {
    name: string | null;
    firstName: string | null;
    phone: string | null;
    locale: string | null;
    timeZone: string | null;
    attributes: Record<string, VariableValue>;
    tags: string[];
  };
  /** All null before there is one. */
  conversation: {
    /** Of the business, as people see it. */
    number: string | null;
    team: string | null;
    /** `open`, `pending` or `resolved`. */
    status: string | null;
    /** When the 24-hour window closes, RFC 3339. */
    windowEndsAt: string | null;
  };
  /** Variables of the run; also readable without the prefix. */
  answers: Record<string, VariableValue>;
  trigger: Record<string, VariableValue>;
  /** The moment of the run, RFC 3339. A variable of that name goes before it. */
  now?: string;
  /** Where dates are shown. */
  [ZONE]: string;
}

export interface TextProblem {
  code: 'template_too_long' | 'bad_template' | 'output_too_long';
  message: string;
}

/**
 * What templates of a run see.
 *
 * @param timeZone for dates; when left out the contact's, else UTC
 * @param now the run's clock; null where there is none
 */
export function templateScope(
  contact: Facts['contact'],
  variables: Readonly<Record<string, VariableValue>>,
  trigger: Readonly<Record<string, VariableValue>>,
  timeZone = contact.timeZone ?? 'UTC',
  conversation: Facts['conversation'] = null,
  now: Date | null = null,
): TemplateScope {
  return {
    contact: {
      name: contact.name,
      firstName: contact.name?.trim().split(/\s+/u)[0] || null,
      phone: contact.phone,
      locale: contact.locale,
      timeZone: contact.timeZone,
      attributes: contact.attributes,
      tags: contact.tags,
    },
    conversation: {
      number: conversation?.number ?? null,
      team: conversation?.team ?? null,
      status: conversation?.status ?? null,
      windowEndsAt: conversation?.windowExpiresAt ?? null,
    },
    answers: shownValues(variables),
    trigger: shownValues(trigger),
    ...(now && { now: now.toISOString() }),
    [ZONE]: timeZone,
  };
}

/** What is left for the texts of a step. A question may have a text for each row of a list. */
export type TextBudget = Context['memoryLimit'];

export function textBudget(): TextBudget {
  return new Context({}, liquid.options).memoryLimit;
}

/** Fills in a template. Missing variables render empty; a broken template is a problem, never a throw. */
export function renderText(
  template: string,
  scope: TemplateScope,
  budget = textBudget(),
): { text: string } | { problem: TextProblem } {
  if (!template.includes('{{') && !template.includes('{%')) return { text: wellFormed(template) };
  const parsed = parseTemplate(template);
  if ('problem' in parsed) return parsed;
  try {
    const output: unknown = liquid.renderSync(parsed.parsed, contextOf(scope, budget));
    const text = wellFormed(String(output));
    if (new TextEncoder().encode(text).length > MAX_OUTPUT_BYTES) {
      return problem('output_too_long', `The text grows over ${MAX_OUTPUT_BYTES / 1024} kB.`);
    }
    return { text };
  } catch (error) {
    const message = firstLine(error);
    return /memory alloc limit/.test(message)
      ? problem('output_too_long', `The text grows over ${MAX_OUTPUT_BYTES / 1024} kB.`)
      : problem('bad_template', message);
  }
}

const ONE_OUTPUT = /^\s*\{\{-?([^{}]*?)-?\}\}\s*$/u;

/**
 * The value that a template stands for: of a single `{{ … }}` what it names, so that a list stays a list and a row a row, else the text.
 */
export function renderValue(
  template: string,
  scope: TemplateScope,
  budget = textBudget(),
): { value: VariableValue } | { problem: TextProblem } {
  const [, expression] = ONE_OUTPUT.exec(template) ?? [];
  if (expression !== undefined && checkTemplate(template) === null) {
    try {
      const value = plainValue(liquid.evalValueSync(expression, contextOf(scope, budget)));
      if (value !== undefined && !isScalar(value)) return { value };
    } catch {
      // The text below says what is wrong.
    }
  }
  const rendered = renderText(template, scope, budget);
  return 'problem' in rendered ? rendered : { value: rendered.text };
}

/** Variables without their prefix, and what none of them hides. */
function contextOf({ now, ...roots }: TemplateScope, memoryLimit: TextBudget): Context {
  // Each text has its own copy of them.
  memoryLimit.use(Object.keys(roots.answers).length * VARIABLE_COST);
  const readable = { now, ...roots.answers, ...roots };
  return new Context(readable, liquid.options, { sync: true }, { memoryLimit, liquid });
}

/** Why a template can't be used, null when it can. */
export function checkTemplate(template: string): TextProblem | null {
  const parsed = parseTemplate(template);
  return 'problem' in parsed ? parsed.problem : null;
}

/** The paths that a template reads, for example `['contact', 'firstName']`; none when it is broken. */
export function templateReads(template: string): string[][] {
  const parsed = parseTemplate(template);
  if ('problem' in parsed) return [];
  try {
    return liquid
      .globalVariableSegmentsSync(parsed.parsed)
      .map((path) => path.filter((segment) => typeof segment === 'string'));
  } catch {
    return [];
  }
}

export interface TemplatePlace {
  /** As in `templateReads`; a part that is itself looked up is null. */
  path: (string | null)[];
  /** Where the path begins in the template. */
  at: number;
}

/** Every place where a template reads something; none when it is broken. */
export function templatePlaces(template: string): TemplatePlace[] {
  const parsed = parseTemplate(template);
  if ('problem' in parsed) return [];
  const lines = template.split('\n');
  const startOf = (row: number) => lines.slice(0, row - 1).reduce((sum, line) => sum + line.length + 1, 0);
  try {
    const { globals } = liquid.analyzeSync(parsed.parsed);
    return Object.values(globals)
      .flat()
      .map(({ segments, location: { row, col } }) => ({
        path: segments.map((segment) => (typeof segment === 'string' ? segment : null)),
        at: startOf(row) + col - 1,
      }));
  } catch {
    return [];
  }
}

const liquid = createLiquid();

/** Parsing is pure, so its results can be kept; the oldest leaves first. */
const parsedTemplates = new Map<string, { parsed: Template[] } | { problem: TextProblem }>();
const MAX_PARSED_TEMPLATES = 500;

function parseTemplate(template: string): { parsed: Template[] } | { problem: TextProblem } {
  if (template.length > MAX_TEMPLATE_LENGTH) {
    return problem(
      'template_too_long',
      `The text has ${template.length} characters; at most ${MAX_TEMPLATE_LENGTH} are possible.`,
    );
  }
  const known = parsedTemplates.get(template);
  if (known) return known;
  let result: { parsed: Template[] } | { problem: TextProblem };
  try {
    result =
      nestingOf(template) > MAX_NESTING
        ? problem('bad_template', `Conditions and brackets may be nested ${MAX_NESTING} deep.`)
        : { parsed: liquid.parse(template) };
  } catch (error) {
    result = problem('bad_template', firstLine(error));
  }
  if (parsedTemplates.size >= MAX_PARSED_TEMPLATES) {
    for (const oldest of parsedTemplates.keys()) {
      parsedTemplates.delete(oldest);
      break;
    }
  }
  parsedTemplates.set(template, result);
  return result;
}

function createLiquid(): Liquid {
  const engine = new Liquid({
    // An in-memory map of partials, and an empty one: the engine never looks at a file system.
    templates: {},
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false,
    memoryLimit: MEMORY_LIMIT,
    timezoneOffset: 0,
    locale: 'en-US',
    outputEscape: showOutput,
    operators,
  });
  for (const name of Object.keys(engine.tags)) delete engine.tags[name];
  engine.registerTag('if', IfTag);
  engine.registerTag('unless', UnlessTag);
  useFilters(engine);
  return engine;
}

/** How deep brackets and conditions are nested, which is how deep reading and rendering call themselves. */
function nestingOf(template: string): number {
  let [brackets, conditions, deepest] = [0, 0, 0];
  for (const [piece] of template.matchAll(/[[\]]|\{%-?\s*(?:end)?(?:if|unless)\b/g)) {
    if (piece === '[') brackets += 1;
    else if (piece === ']') brackets = Math.max(0, brackets - 1);
    else conditions = piece.includes('end') ? Math.max(0, conditions - 1) : conditions + 1;
    deepest = Math.max(deepest, brackets, conditions);
  }
  return deepest;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

/** U+0000 and lone surrogates can't be stored: both become U+FFFD. */
function wellFormed(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}

function problem(code: TextProblem['code'], message: string): { problem: TextProblem } {
  return { problem: { code, message } };
}
