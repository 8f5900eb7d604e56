import type { Rule } from './contract.ts';
import { templateOf, templateUses } from './template-uses.ts';

/** Meta refuses messages of a template that it hasn't approved or has paused. */
export const templateNotApproved: Rule = ({ flow, context: { templates } }) => {
  if (!templates) return [];
  return templateUses(flow).flatMap(({ nodeId, prefix, use }) => {
    if (use.name.trim() === '') return [];
    const status = templateOf(templates, use)?.status ?? null;
    if (status === 'APPROVED') return [];
    return {
      code: 'template-not-approved',
      severity: 'error',
      nodeId,
      field: `${prefix}name`,
      message:
        status === null
          ? `There is no template ${use.name} in ${use.language}: choose another or create it.`
          : `Template ${use.name} is ${status.toLowerCase()}, not approved: wait for Meta or choose another.`,
    };
  });
};
