import type { NodeProblem } from '../contract.ts';
import { countLimit, distinctOptions, required, requiredText, textLimit } from '../shared/checks.ts';
import { frameProblems } from '../shared/frame.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { fallbackFields } from '../shared/template-checks.ts';
import type { SendListData } from './manifest.ts';

export function validate(data: SendListData): NodeProblem[] {
  const rows = data.sections.flatMap((section, sectionIndex) =>
    section.rows.map((row, rowIndex) => ({ ...row, field: `sections.${sectionIndex}.rows.${rowIndex}` })),
  );
  return [
    ...frameProblems(data),
    ...requiredText(data.button, 'button', 'The label that opens the list', WHATSAPP_LIMITS.listButton),
    ...countLimit(rows.length, 'sections', 'rows', WHATSAPP_LIMITS.listRows),
    ...data.sections.flatMap((section, index) => sectionProblems(data, section, `sections.${index}`)),
    ...rows.flatMap((row) => [
      ...requiredText(row.title, `${row.field}.title`, 'The row’s title', WHATSAPP_LIMITS.rowTitle),
      ...textLimit(
        row.description ?? '',
        `${row.field}.description`,
        'The row’s description',
        WHATSAPP_LIMITS.rowDescription,
      ),
    ]),
    ...distinctOptions(rows, 'rows'),
    ...fallbackFields(data.fallback),
  ];
}

/** WhatsApp wants a title for each section as soon as there are two. */
function sectionProblems(
  data: SendListData,
  section: SendListData['sections'][number],
  field: string,
): NodeProblem[] {
  return [
    ...(data.sections.length > 1
      ? required(section.title ?? '', `${field}.title`, 'The section’s title')
      : []),
    ...textLimit(section.title ?? '', `${field}.title`, 'The section’s title', WHATSAPP_LIMITS.sectionTitle),
    ...(data.sections.length > 1
      ? countLimit(section.rows.length, `${field}.rows`, 'rows', WHATSAPP_LIMITS.listRows)
      : []),
  ];
}
