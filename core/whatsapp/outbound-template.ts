/** The `template` object of a send: values by component. */
import type { TemplateContent } from '../messaging/content.ts';
import { toFile, toPlace } from './outbound-parts.ts';

export function toTemplate(content: TemplateContent) {
  const header = headerParameters(content);
  const components = [
    ...(header.length > 0 ? [{ type: 'header', parameters: header }] : []),
    ...(content.body.length > 0 ? [{ type: 'body', parameters: content.body.map(textParameter) }] : []),
    ...(content.buttons ?? []).map(({ index, subType, value }) => ({
      type: 'button',
      sub_type: subType,
      index: String(index),
      parameters: [subType === 'quick_reply' ? { type: 'payload', payload: value } : textParameter(value)],
    })),
  ];
  return {
    name: content.name,
    language: { code: content.language },
    ...(components.length > 0 && { components }),
  };
}

/** A template has one kind of header: a file, a place, or words. */
function headerParameters({ header, headerMedia, headerLocation }: TemplateContent) {
  if (headerMedia !== undefined) {
    const { kind, filename } = headerMedia;
    const words = kind === 'document' && filename ? { filename } : {};
    return [{ type: kind, [kind]: toFile(headerMedia, words) }];
  }
  if (headerLocation !== undefined) return [{ type: 'location', location: toPlace(headerLocation) }];
  return (header ?? []).map(textParameter);
}

/** Meta refuses values with line breaks, tabs or more than four spaces in a row; people's data often has them. */
function textParameter(value: string) {
  return { type: 'text', text: value.replace(/\s*[\n\r\t]\s*/g, ' ').replace(/ {5,}/g, '    ') };
}
