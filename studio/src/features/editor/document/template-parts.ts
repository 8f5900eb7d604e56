/** What a template has to be filled with, read from Meta's components. */
import { placeholderCount } from '../../../../../core/flow/nodes/shared/template-message.ts';
import type { TemplateUseData } from '../../../../../core/flow/nodes/shared/fields.ts';

export interface TemplateParts {
  header:
    | { kind: 'none' }
    | { kind: 'text'; text: string; count: number }
    | { kind: 'media'; media: 'image' | 'video' | 'document' }
    | { kind: 'location' };
  body: string;
  footer: string;
  buttons: TemplateButton[];
}

/** `index` is its place among all buttons, from 0. */
export type TemplateButton =
  | { kind: 'quickReply'; index: number; title: string }
  /** `start` is the fixed part of an address whose end varies; null when nothing does. */
  | { kind: 'url'; index: number; title: string; start: string | null }
  | { kind: 'other'; index: number; title: string };

type Components = readonly Readonly<Record<string, unknown>>[];

export function templateParts(components: Components): TemplateParts {
  const header = componentOf(components, 'HEADER');
  const buttons = componentOf(components, 'BUTTONS')?.buttons;
  return {
    header: headerOf(header),
    body: text(componentOf(components, 'BODY')?.text),
    footer: text(componentOf(components, 'FOOTER')?.text),
    buttons: Array.isArray(buttons) ? buttons.map(buttonOf) : [],
  };
}

function headerOf(header: Readonly<Record<string, unknown>> | undefined): TemplateParts['header'] {
  switch (text(header?.format).toUpperCase()) {
    case 'TEXT':
      return { kind: 'text', text: text(header?.text), count: placeholderCount(text(header?.text)) };
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

/** The use of another template: what fits it of the old values stays. */
export function templateUseFor(
  template: { name: string; language: string; components: Components },
  before: TemplateUseData,
): TemplateUseData {
  const { header, body, buttons } = templateParts(template.components);
  const values = (count: number, old: readonly string[]) =>
    Array.from({ length: count }, (_, index) => old[index] ?? '');
  const urls = buttons.flatMap((button) =>
    button.kind === 'url' && button.start !== null
      ? { index: button.index, value: before.urls?.find((one) => one.index === button.index)?.value ?? '' }
      : [],
  );
  return {
    name: template.name,
    language: template.language,
    ...(before.useContactLanguage === true && { useContactLanguage: true }),
    header: header.kind === 'text' ? values(header.count, before.header) : [],
    ...(header.kind === 'media' && {
      headerMedia: {
        ...(before.headerMedia ?? { source: { by: 'link' as const, link: '' } }),
        kind: header.media,
      },
    }),
    ...(header.kind === 'location' && { headerLocation: before.headerLocation ?? { coordinates: '' } }),
    body: values(placeholderCount(body), before.body),
    ...(urls.length > 0 && { urls }),
  };
}

function componentOf(components: Components, type: string) {
  return components.find((component) => text(component.type).toUpperCase() === type);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
