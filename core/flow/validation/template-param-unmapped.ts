import { placeholdersOf } from '../../messaging/template-parts.ts';
import type { TemplateUse } from '../nodes/contract.ts';
import type { Problem } from '../problem.ts';
import type { TemplateFacts } from '../run.ts';
import type { Rule } from './contract.ts';
import { templateOf, templateUses } from './template-uses.ts';

type Found = [field: string, message: string];

/** Each part of a template that varies needs a value, and Meta refuses empty ones and those that it doesn't take. */
export const templateParamUnmapped: Rule = ({ flow, context: { templates } }) =>
  templateUses(flow).flatMap(({ nodeId, prefix, use }) => {
    const facts = templates ? templateOf(templates, use) : null;
    const found = [...emptyValues(use), ...(facts === null ? [] : misfits(use, facts))];
    return found.map(([field, message]): Problem => ({
      code: 'template-param-unmapped',
      severity: 'error',
      nodeId,
      field: `${prefix}${field}`,
      message,
    }));
  });

function emptyValues(use: TemplateUse): Found[] {
  return (['header', 'body'] as const).flatMap((part) =>
    use[part].flatMap((value, index): Found[] =>
      value.trim() === '' ? [[`${part}.${index}`, `Value ${index + 1} of the ${part} is empty.`]] : [],
    ),
  );
}

function misfits(use: TemplateUse, { body, header, urlButtons }: TemplateFacts): Found[] {
  const wanted = placeholdersOf(body).length;
  return [
    ...(wanted === use.body.length
      ? []
      : [['body', `Template ${use.name} takes ${wanted} values; ${use.body.length} are given.`] as Found]),
    ...(header === undefined ? [] : headerMisfit(use, header)),
    ...(urlButtons === undefined ? [] : urlMisfit(use, urlButtons)),
  ];
}

const mediaNames = { image: 'a picture', video: 'a video', document: 'a document' };

function headerMisfit(use: TemplateUse, header: NonNullable<TemplateFacts['header']>): Found[] {
  const report = (wants: string): Found[] => [
    ['header', `The header of template ${use.name} is ${wants}: fit the step to it.`],
  ];
  const given = use.headerMedia?.kind ?? (use.headerLocation === undefined ? null : 'location');
  switch (header.kind) {
    case 'media':
      return given === header.media ? [] : report(mediaNames[header.media]);
    case 'location':
      return given === 'location' ? [] : report('a place');
    case 'text': {
      const wanted = placeholdersOf(header.text).length;
      return given === null && wanted === use.header.length ? [] : report(`words with ${wanted} values`);
    }
    case 'none':
      return given === null && use.header.length === 0
        ? []
        : [['header', `Template ${use.name} has no header: fit the step to it.`]];
  }
}

function urlMisfit({ name, urls = [] }: TemplateUse, wanted: readonly number[]): Found[] {
  const given = urls.map(({ index }) => index);
  const isFit = given.length === wanted.length && wanted.every((index) => given.includes(index));
  if (isFit) return [];
  return [
    [
      'urls',
      `The addresses of ${wanted.length} buttons of template ${name} take a value; ${given.length} are given: fit the step to it.`,
    ],
  ];
}
