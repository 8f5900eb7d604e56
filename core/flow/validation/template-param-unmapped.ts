import { placeholderCount } from '../nodes/shared/sending.ts';
import type { Problem } from '../problem.ts';
import type { Rule } from './contract.ts';
import { templateOf, templateUses } from './template-uses.ts';

/** Each placeholder of a template's body needs a value, and Meta refuses empty ones. */
export const templateParamUnmapped: Rule = ({ flow, context: { templates } }) =>
  templateUses(flow).flatMap(({ nodeId, prefix, use }): Problem[] => {
    const report = (field: string, message: string): Problem => ({
      code: 'template-param-unmapped',
      severity: 'error',
      nodeId,
      field: `${prefix}${field}`,
      message,
    });
    const empty = (['header', 'body'] as const).flatMap((part) =>
      use[part].flatMap((value, index) =>
        value.trim() === ''
          ? [report(`${part}.${index}`, `Value ${index + 1} of the ${part} is empty.`)]
          : [],
      ),
    );
    const facts = templates ? templateOf(templates, use) : null;
    const wanted = facts === null ? use.body.length : placeholderCount(facts.body);
    if (wanted === use.body.length) return empty;
    return [
      ...empty,
      report('body', `Template ${use.name} takes ${wanted} values; ${use.body.length} are given.`),
    ];
  });
