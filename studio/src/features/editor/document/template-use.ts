import type { TemplateUseData } from '../../../../../core/flow/nodes/shared/fields.ts';
import { placeholdersOf, templateParts } from '../../../../../core/messaging/template-parts.ts';
import type { TemplateComponents } from '../../../../../core/messaging/template-parts.ts';

/** The use of another template: what fits it of the old values stays. */
export function templateUseFor(
  template: { name: string; language: string; components: TemplateComponents },
  before: TemplateUseData,
): TemplateUseData {
  const { header, body, buttons } = templateParts(template.components);
  const values = (placeholders: readonly string[], old: readonly string[]) =>
    placeholders.map((_, index) => old[index] ?? '');
  const urls = buttons.flatMap((button) =>
    button.kind === 'url' && button.start !== null
      ? { index: button.index, value: before.urls?.find((one) => one.index === button.index)?.value ?? '' }
      : [],
  );
  return {
    name: template.name,
    language: template.language,
    ...(before.useContactLanguage === true && { useContactLanguage: true }),
    header: header.kind === 'text' ? values(placeholdersOf(header.text), before.header) : [],
    ...(header.kind === 'media' && {
      headerMedia: {
        ...(before.headerMedia ?? { source: { by: 'file' as const, fileId: '' } }),
        kind: header.media,
      },
    }),
    ...(header.kind === 'location' && { headerLocation: before.headerLocation ?? { coordinates: '' } }),
    body: values(placeholdersOf(body), before.body),
    ...(urls.length > 0 && { urls }),
  };
}
