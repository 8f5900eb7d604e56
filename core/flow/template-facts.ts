import { templateParts, type TemplateComponents } from '../messaging/template-parts.ts';
import type { TemplateFacts } from './run.ts';

/** What flows need to know of a template, of its row. */
export function templateFacts({
  status,
  category,
  components,
}: Pick<TemplateFacts, 'status' | 'category'> & { components: TemplateComponents }): TemplateFacts {
  const { header, body, buttons } = templateParts(components);
  const urlButtons = buttons.flatMap((button) =>
    button.kind === 'url' && button.start !== null ? button.index : [],
  );
  return { status, category, body, header, urlButtons };
}
