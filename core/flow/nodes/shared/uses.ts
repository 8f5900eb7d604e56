/** What texts and templates a node uses, for the rules over the whole document. */
import type { MessageUse, TemplateUse, TextUse } from '../contract.ts';
import type { FileSourceData, PlaceData, TemplateUseData } from './fields.ts';

export function text(field: string, template: string | undefined): TextUse[] {
  return template === undefined || template === '' ? [] : [{ field, template }];
}

/** Titles and descriptions of what can be pressed; `field` holds the list. */
export function optionTexts(
  field: string,
  options: readonly { title: string; description?: string }[],
): TextUse[] {
  return options.flatMap(({ title, description }, index) => [
    ...text(`${field}.${index}.title`, title),
    ...text(`${field}.${index}.description`, description),
  ]);
}

/** The expressions of a template's placeholders; `prefix` is `` or `fallback.`. */
export function templateTexts(use: TemplateUseData | undefined, prefix: string): TextUse[] {
  if (use === undefined) return [];
  return [
    ...use.header.flatMap((template, index) => text(`${prefix}header.${index}`, template)),
    ...fileTexts(use.headerMedia?.source, `${prefix}headerMedia.source`),
    ...text(`${prefix}headerMedia.filename`, use.headerMedia?.filename),
    ...placeTexts(use.headerLocation, `${prefix}headerLocation.`),
    ...use.body.flatMap((template, index) => text(`${prefix}body.${index}`, template)),
    ...(use.urls ?? []).flatMap((url, index) => text(`${prefix}urls.${index}.value`, url.value)),
  ];
}

export function fileTexts(source: FileSourceData | undefined, field: string): TextUse[] {
  if (source === undefined || source.by === 'file') return [];
  return source.by === 'link' ? text(`${field}.link`, source.link) : text(`${field}.mediaId`, source.mediaId);
}

/** @param prefix stands before the fields of the place */
export function placeTexts(place: PlaceData | undefined, prefix: string): TextUse[] {
  if (place === undefined) return [];
  return [
    ...text(`${prefix}coordinates`, place.coordinates),
    ...text(`${prefix}name`, place.name),
    ...text(`${prefix}address`, place.address),
  ];
}

export function freeForm(field: string, fallback: TemplateUse | undefined): MessageUse[] {
  return [{ field, template: null, fallback: fallback ?? null }];
}
