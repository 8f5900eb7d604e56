/** What texts and templates a node uses, for the rules over the whole document. */
import type { MessageUse, TemplateUse, TextUse } from '../contract.ts';

export function text(field: string, template: string | undefined): TextUse[] {
  return template === undefined || template === '' ? [] : [{ field, template }];
}

/** The expressions of a template's placeholders; `prefix` is `` or `fallback.`. */
export function templateTexts(use: TemplateUse | undefined, prefix: string): TextUse[] {
  if (use === undefined) return [];
  return [
    ...use.header.flatMap((template, index) => text(`${prefix}header.${index}`, template)),
    ...use.body.flatMap((template, index) => text(`${prefix}body.${index}`, template)),
  ];
}

export function freeForm(field: string, fallback: TemplateUse | undefined): MessageUse[] {
  return [{ field, template: null, fallback: fallback ?? null }];
}
