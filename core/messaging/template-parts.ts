/** What a template consists of and has to be filled with, read from Meta's components. Total: what can't be read isn't there. */

export interface TemplateParts {
  header: TemplateHeader;
  body: string;
  footer: string;
  buttons: TemplateButton[];
}

export type TemplateHeader =
  | { kind: 'none' }
  | { kind: 'text'; text: string }
  | { kind: 'media'; media: 'image' | 'video' | 'document' }
  | { kind: 'location' };

/** `index` is its place among all buttons, from 0. */
export type TemplateButton =
  | { kind: 'quickReply'; index: number; title: string }
  /** `start` is the fixed part of an address whose end varies; null when nothing does. */
  | { kind: 'url'; index: number; title: string; start: string | null }
  | { kind: 'other'; index: number; title: string };

export type TemplateComponents = readonly Readonly<Record<string, unknown>>[];

export function templateParts(components: TemplateComponents): TemplateParts {
  const buttons = componentOf(components, 'BUTTONS')?.buttons;
  return {
    header: headerOf(componentOf(components, 'HEADER')),
    body: text(componentOf(components, 'BODY')?.text),
    footer: text(componentOf(components, 'FOOTER')?.text),
    buttons: Array.isArray(buttons) ? buttons.map(buttonOf) : [],
  };
}

function headerOf(header: Readonly<Record<string, unknown>> | undefined): TemplateHeader {
  switch (text(header?.format).toUpperCase()) {
    case 'TEXT':
      return { kind: 'text', text: text(header?.text) };
    case 'IMAGE':
      return { kind: 'media', media: 'image' };
    case 'VIDEO':
      return { kind: 'media', media: 'video' };
    case 'DOCUMENT':
      return { kind: 'media', media: 'document' };
    case 'LOCATION':
      return { kind: 'location' };
    default:
      return { kind: 'none' };
  }
}

function buttonOf(button: unknown, index: number): TemplateButton {
  const { type, text: title, url } = (button ?? {}) as Record<string, unknown>;
  const shared = { index, title: text(title) };
  switch (text(type).toUpperCase()) {
    case 'QUICK_REPLY':
      return { kind: 'quickReply', ...shared };
    case 'URL': {
      const [start, end] = text(url).split('{{');
      return { kind: 'url', ...shared, start: end === undefined ? null : (start ?? '') };
    }
    default:
      return { kind: 'other', ...shared };
  }
}

const PLACEHOLDER = /\{\{\s*(\w{1,64})\s*\}\}/gu;

/**
 * The placeholders of a part, in the order in which values are given: `1` to the highest number, or, of a template with named
 * parameters, the names in the order in which they come first.
 */
export function placeholdersOf(part: string): string[] {
  const names = [...new Set(Array.from(part.matchAll(PLACEHOLDER), (match) => match[1] ?? ''))];
  if (names.some(isName)) return names;
  return Array.from(
    { length: Math.min(MAX_NUMBER, Math.max(0, ...names.map(Number))) },
    (_, at) => `${at + 1}`,
  );
}

/** The most that one component may have, so that a damaged text can't ask for millions of values. */
const MAX_NUMBER = 99;

/** A value that is undefined leaves its placeholder. */
export function fillPlaceholders(part: string, values: readonly (string | undefined)[]): string {
  const names = placeholdersOf(part);
  return part.replace(PLACEHOLDER, (whole, name: string) => values[names.indexOf(name)] ?? whole);
}

/** Names for Meta's `parameter_name`; null for a template whose parameters are numbered. */
export function parameterNames(
  components: TemplateComponents,
): { header: readonly string[]; body: readonly string[] } | null {
  const { header, body } = templateParts(components);
  const names = {
    header: header.kind === 'text' ? placeholdersOf(header.text) : [],
    body: placeholdersOf(body),
  };
  return [...names.header, ...names.body].some(isName) ? names : null;
}

function isName(placeholder: string): boolean {
  return !/^\d+$/u.test(placeholder);
}

function componentOf(components: TemplateComponents, type: string) {
  return components.find((component) => text(component.type).toUpperCase() === type);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
