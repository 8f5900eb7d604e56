import type { Rule } from './contract.ts';

/** A flow without a trigger never starts. */
export const noTrigger: Rule = ({ flow }) => {
  const hasTrigger = [...flow.nodes.values()].some((node) => node.type?.manifest.family === 'trigger');
  if (hasTrigger) return [];
  return [
    {
      code: 'no-trigger',
      severity: 'error',
      nodeId: null,
      field: null,
      message: 'Nothing starts this flow: add a trigger, for example a keyword.',
      fix: { kind: 'addTrigger' },
    },
  ];
};
