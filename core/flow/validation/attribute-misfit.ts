import { attributeNeeds, readAttribute } from '../../people/attributes.ts';
import type { Rule } from './contract.ts';
import { usableNodes } from './graph.ts';

/** A fixed value that the definition of its attribute never takes: the step would write nothing. */
export const attributeMisfit: Rule = ({ flow, context: { attributeRules = {} } }) =>
  usableNodes(flow).flatMap(({ id, node }) => {
    if (node.type !== 'set-attribute') return [];
    const { value } = node.data;
    const name = node.data.name.trim();
    const rule = Object.hasOwn(attributeRules, name) ? attributeRules[name] : undefined;
    const isFixed = !value.includes('{{') && !value.includes('{%');
    if (rule === undefined || !isFixed || readAttribute(rule, value) !== undefined) return [];
    const message = `The step writes nothing: by its definition "${name}" ${attributeNeeds(rule)}.`;
    return [{ code: 'attribute-misfit', severity: 'warning', nodeId: id, field: 'value', message }];
  });
