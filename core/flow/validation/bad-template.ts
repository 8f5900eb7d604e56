import { checkTemplate } from '../templating.ts';
import type { Rule } from './contract.ts';

/** A text whose placeholders can't be read fails when the step runs. */
export const badTemplate: Rule = ({ flow }) =>
  [...flow.nodes.values()].flatMap((node) => {
    if (node.type === null || node.isBroken) return [];
    return (node.type.manifest.texts?.(node.data) ?? []).flatMap(({ field, template }) => {
      const problem = checkTemplate(template);
      // A text that is too long is the business of the node's own limits.
      if (problem === null || problem.code === 'template_too_long') return [];
      return {
        code: 'bad-template',
        severity: 'error' as const,
        nodeId: node.id,
        field,
        message: `The placeholders of this text can't be read: ${problem.message}.`,
      };
    });
  });
