/** The `template` object of a send: values by component. */
import type { TemplateContent } from '../messaging/content.ts';
import { toFile, toPlace } from './outbound-parts.ts';

export interface ParameterNames {
  header: readonly string[];
  body: readonly string[];
}

/** @param names null: the parameters are numbered */
export function toTemplate(content: TemplateContent, names: ParameterNames | null) {
  const header = headerParameters(content, names);
  const body = content.body.map((value, at) => textParameter(value, names?.body[at]));
  const components = [
    ...(header.length > 0 ? [{ type: 'header', parameters: header }] : []),
    ...(body.length > 0 ? [{ type: 'body', parameters: body }] : []),
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
function headerParameters(
  { header, headerMedia, headerLocation }: TemplateContent,
  names: ParameterNames | null,
) {
  if (headerMedia !== undefined) {
    const { kind, filename } = headerMedia;
    const words = kind === 'document' && filename ? { filename } : {};
    return [{ type: kind, [kind]: toFile(headerMedia, words) }];
  }
  if (headerLocation !== undefined) return [{ type: 'location', location: toPlace(headerLocation) }];
  return (header ?? []).map((value, at) => textParameter(value, names?.header[at]));
}

/** Meta refuses values with line breaks, tabs or more than four spaces in a row; people's data often has them. */
function textParameter(value: string, name?: string) {
  return {
    type: 'text',
    ...(name !== undefined && { parameter_name: name }),
    text: value.replace(/\s+/g, (space) => (/[\n\r\t]/.test(space) ? ' ' : space)).replace(/ {5,}/g, '    '),
  };
}
