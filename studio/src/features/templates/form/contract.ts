import type { TemplateDraft } from '../draft.ts';

/** What every part of the form gets. */
export interface TemplateFieldsProps {
  draft: TemplateDraft;
  change: (part: Partial<TemplateDraft>) => void;
  /** What is wrong with a part (`core/messaging/template-definition.ts`), once the form was sent. */
  problemOf: (part: string) => string | null;
}
