import { isSendableTemplate } from '../../messaging/policy.ts';
import type { Rule } from './contract.ts';
import { templateOf, templateUses } from './template-uses.ts';

/** Meta refuses messages of a template that it hasn't approved or has paused. */
export const templateNotApproved: Rule = ({ flow, context: { templates } }) => {
  if (!templates) return [];
  return templateUses(flow).flatMap(({ nodeId, prefix, use }) => {
    if (use.name.trim() === '') return [];
    const status = templateOf(templates, use)?.status ?? null;
    if (status !== null && isSendableTemplate(status)) return [];
    return {
      code: 'template-not-approved',
      severity: 'error',
      nodeId,
      field: `${prefix}name`,
      message: whyNot(use.name, use.language, status),
    };
  });
};

function whyNot(name: string, language: string, status: string | null): string {
  if (status === null) return `There is no template ${name} in ${language}: choose another or create it.`;
  if (status === 'DELETED') return `Template ${name} was deleted at Meta: choose another or create it anew.`;
  const words = status.toLowerCase().replaceAll('_', ' ');
  return status === 'REJECTED' || status === 'DISABLED'
    ? `Template ${name} is ${words}, not approved: change it or choose another.`
    : `Template ${name} is ${words}, not approved: wait for Meta or choose another.`;
}
