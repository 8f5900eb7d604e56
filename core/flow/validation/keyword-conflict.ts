import { normaliseText } from '../nodes/shared/normalise.ts';
import type { Problem } from '../problem.ts';
import type { Rule } from './contract.ts';

/** Two flows, or two triggers of this one, that the same word starts: only one of them can win. */
export const keywordConflict: Rule = ({ flow, context }) => {
  const others = new Map(
    (context.otherKeywords ?? []).map((other) => [normaliseText(other.keyword), other.flowName]),
  );
  const seen = new Map<string, string>();
  const problems: Problem[] = [];
  for (const id of [...flow.nodes.keys()].sort()) {
    const node = flow.nodes.get(id);
    if (node?.node.type !== 'keyword-trigger' || node.isBroken) continue;
    node.node.data.keywords.forEach(({ text }, index) => {
      const word = normaliseText(text);
      if (word === '') return;
      const report = (message: string) =>
        problems.push({
          code: 'keyword-conflict',
          severity: 'warning',
          nodeId: id,
          field: `keywords.${index}.text`,
          message,
        });
      const otherFlow = others.get(word);
      if (otherFlow !== undefined) {
        report(`"${text}" also starts the flow "${otherFlow}": the one with the higher priority wins.`);
      }
      if (seen.has(word)) report(`"${text}" stands twice in this flow: the first trigger wins.`);
      seen.set(word, id);
    });
  }
  return problems;
};
