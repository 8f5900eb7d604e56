/** What the setting of a template lacks, as step or as fallback. Whether its parts fit the template is a rule over the document. */
import type { NodeProblem } from '../contract.ts';
import { problem, required, requiredText, textLimit } from './checks.ts';
import type { TemplateUseData } from './fields.ts';
import { fileSourceProblems } from './files.ts';
import { WHATSAPP_LIMITS } from './limits.ts';
import { placeProblems } from './places.ts';

/** @param prefix stands before the fields, `` or `fallback.` */
export function templateFields(use: TemplateUseData, prefix: string): NodeProblem[] {
  const { header, headerMedia, headerLocation, urls = [] } = use;
  const headers = [header.length > 0, headerMedia !== undefined, headerLocation !== undefined];
  return [
    ...required(use.name, `${prefix}name`, 'The template'),
    ...required(use.language, `${prefix}language`, 'The language of the template'),
    ...(headers.filter(Boolean).length > 1
      ? [problem('two-headers', `${prefix}header`, 'A template has one header: words, a file or a place.')]
      : []),
    ...(headerMedia === undefined
      ? []
      : [
          ...fileSourceProblems(headerMedia.source, `${prefix}headerMedia.source`),
          ...textLimit(
            headerMedia.filename ?? '',
            `${prefix}headerMedia.filename`,
            'The name of the file',
            WHATSAPP_LIMITS.filename,
          ),
        ]),
    ...(headerLocation === undefined ? [] : placeProblems(headerLocation, `${prefix}headerLocation.`)),
    ...urls.flatMap((url, index) =>
      requiredText(
        url.value,
        `${prefix}urls.${index}.value`,
        'The end of the button’s address',
        WHATSAPP_LIMITS.templateValue,
      ),
    ),
  ];
}

export function fallbackFields(use: TemplateUseData | undefined): NodeProblem[] {
  return use === undefined ? [] : templateFields(use, 'fallback.');
}
