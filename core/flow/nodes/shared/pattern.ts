/**
 * Regular expressions of authors, run by RE2: linear in the text whatever the pattern, and the same on every host.
 * Limits count characters and steps of the compiled program, never time.
 */
import { RE2JS } from 're2js';

export const MAX_PATTERN_LENGTH = 500;
/** Longer texts match nothing. */
export const MAX_MATCHED_LENGTH = 4_096;
/** Each step may look at each character once, so program and text together bound the work. */
const MAX_PROGRAM_STEPS = 500;

/** Why a pattern can't be used, null when it can. */
export function patternProblem(pattern: string): string | null {
  const compiled = compile(pattern);
  return 'problem' in compiled ? compiled.problem : null;
}

/** Steps of the compiled program; 0 for a broken pattern. Times the characters of a text, it is the most work of matching it. */
export function patternSteps(pattern: string): number {
  const compiled = compile(pattern);
  return 'regex' in compiled ? compiled.regex.programSize() : 0;
}

/** Whether the pattern fits the whole text; false for a broken pattern. Capitals count unless it starts with `(?i)`. */
export function matchesWhole(pattern: string, text: string): boolean {
  const compiled = compile(pattern);
  return 'regex' in compiled && text.length <= MAX_MATCHED_LENGTH && compiled.regex.testExact(text);
}

/** Whether the pattern fits somewhere in the text; false for a broken pattern. */
export function matchesSomewhere(pattern: string, text: string): boolean {
  const compiled = compile(pattern);
  return 'regex' in compiled && text.length <= MAX_MATCHED_LENGTH && compiled.regex.test(text);
}

type Compiled = { regex: RE2JS } | { problem: string };

/** Compiling is pure, so its results can be kept; the oldest leaves first. */
const compiledPatterns = new Map<string, Compiled>();
const MAX_COMPILED_PATTERNS = 200;

function compile(pattern: string): Compiled {
  const known = compiledPatterns.get(pattern);
  if (known) return known;
  if (pattern.length > MAX_PATTERN_LENGTH) {
    return {
      problem: `The pattern has ${pattern.length} characters; at most ${MAX_PATTERN_LENGTH} are possible.`,
    };
  }
  const compiled = compileAfresh(pattern);
  if (compiledPatterns.size >= MAX_COMPILED_PATTERNS) {
    const [oldest] = compiledPatterns.keys();
    if (oldest !== undefined) compiledPatterns.delete(oldest);
  }
  compiledPatterns.set(pattern, compiled);
  return compiled;
}

function compileAfresh(pattern: string): Compiled {
  try {
    const regex = RE2JS.compile(pattern);
    return regex.programSize() > MAX_PROGRAM_STEPS
      ? { problem: 'The pattern repeats too much: use smaller numbers in { }.' }
      : { regex };
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replace('error parsing regexp: ', '') : 'unknown reason';
    return { problem: `The pattern can't be read: ${reason}.` };
  }
}
