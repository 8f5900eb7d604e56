/**
 * The body of a request. A JSON template is parsed first and its texts are filled in afterwards: whatever a value holds, the
 * result is JSON of the shape that the author wrote.
 */
import type { JsonValue } from '../../calls.ts';
import { readSubject } from '../condition/subjects.ts';
import type { StepFault, StepInput } from '../contract.ts';
import { parseJsonTemplate } from './json-template.ts';
import type { HttpBody } from './manifest.ts';

const MAX_BODY_LENGTH = 256 * 1024;

export interface RenderedBody {
  body: string | null;
  contentType: string | null;
}

export function renderBody(input: StepInput, given: HttpBody): RenderedBody | { problem: StepFault } {
  const rendered = renderKind(input, given);
  if ('problem' in rendered || (rendered.body?.length ?? 0) <= MAX_BODY_LENGTH) return rendered;
  return fault('body_too_long', `The body is longer than ${MAX_BODY_LENGTH / 1024} kB.`);
}

function renderKind(input: StepInput, given: HttpBody): RenderedBody | { problem: StepFault } {
  switch (given.kind) {
    case 'none':
      return { body: null, contentType: null };
    case 'json': {
      const template = parseJsonTemplate(given.template);
      if (template === undefined) return fault('bad_json', 'The body is no JSON.');
      const filled = fill(input, template);
      return 'problem' in filled
        ? filled
        : { body: JSON.stringify(filled.value), contentType: 'application/json' };
    }
    case 'form': {
      const pairs = new URLSearchParams();
      for (const { name, value } of given.fields) {
        if (name.trim() === '') continue;
        const rendered = input.render(value);
        if ('problem' in rendered) return rendered;
        pairs.append(name.trim(), rendered.text);
      }
      return { body: pairs.toString(), contentType: 'application/x-www-form-urlencoded' };
    }
    case 'text': {
      const rendered = input.render(given.text);
      if ('problem' in rendered) return rendered;
      return { body: rendered.text, contentType: given.contentType.trim() || 'text/plain; charset=utf-8' };
    }
  }
}

type Filled = { value: JsonValue } | { problem: StepFault };

function fill(input: StepInput, template: JsonValue): Filled {
  if (typeof template === 'string') return fillText(input, template);
  if (template === null || typeof template !== 'object') return { value: template };
  if (Array.isArray(template)) {
    const values: JsonValue[] = [];
    for (const one of template) {
      const filled = fill(input, one);
      if ('problem' in filled) return filled;
      values.push(filled.value);
    }
    return { value: values };
  }
  const entries: [string, JsonValue][] = [];
  for (const [key, one] of Object.entries(template)) {
    const filled = fill(input, one);
    if ('problem' in filled) return filled;
    entries.push([key, filled.value]);
  }
  return { value: Object.fromEntries(entries) };
}

const PLAIN_PLACEHOLDER = /^\{\{-?\s*([A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*)\s*-?\}\}$/u;

/** A text that is one plain placeholder keeps the value's type: numbers stay numbers, what is missing becomes null. */
function fillText(input: StepInput, template: string): Filled {
  const path = PLAIN_PLACEHOLDER.exec(template.trim())?.[1];
  if (path !== undefined && !isWords(path, input)) {
    const value = path.includes('.') ? readSubject(path, input) : readSubject(`answers.${path}`, input);
    if (typeof value === 'string') return { value: wellFormed(value) };
    // Tags and lists as they are: a list of texts, a list of records.
    return { value: value as JsonValue };
  }
  const rendered = input.render(template);
  return 'problem' in rendered ? rendered : { value: rendered.text };
}

/** What only texts know, and what has no other type there. */
function isWords(path: string, { variables }: StepInput): boolean {
  if (path === 'now') return !Object.hasOwn(variables, 'now');
  return path === 'contact.firstName' || path.startsWith('conversation.');
}

function wellFormed(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}

function fault(code: string, message: string): { problem: StepFault } {
  return { problem: { code, message } };
}
