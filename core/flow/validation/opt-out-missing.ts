import { consentWord } from '../../messaging/consent-words.ts';
import type { CompiledFlow } from '../compile.ts';
import type { Rule } from './contract.ts';
import { reachableNodes, usableNodes } from './graph.ts';
import { templateOf, templateUses } from './template-uses.ts';

/**
 * A marketing template in a flow that never says how to stop. STOP and its like always work, but people who don't know
 * that block the number, and blocks lower its quality rating. It is enough that the template itself, or any text of the
 * flow, names a word that stops marketing, or that a step takes the consent back when asked.
 */
export const optOutMissing: Rule = ({ flow, context: { templates } }) => {
  if (!templates) return [];
  const reached = reachableNodes(flow);
  const silent = templateUses(flow).filter(({ nodeId, use }) => {
    const facts = templateOf(templates, use);
    return reached.has(nodeId) && facts?.category === 'MARKETING' && !namesStopWord(facts.body);
  });
  if (silent.length === 0 || offersWayOut(flow)) return [];
  return silent.map(({ nodeId, prefix, use }) => ({
    code: 'opt-out-missing',
    severity: 'warning',
    nodeId,
    field: `${prefix}name`,
    message: `Nothing tells people how to stop marketing like ${use.name}: add "Write STOP to unsubscribe" to the template or to a text of this flow.`,
  }));
};

function offersWayOut(flow: CompiledFlow): boolean {
  return usableNodes(flow).some((node) => {
    if (node.node.type === 'set-consent' && node.node.data.state === 'denied') return true;
    const texts = node.type.manifest.texts?.(node.data) ?? [];
    const titles = node.ports.map((port) => port.label);
    return [...texts.map((text) => text.template), ...titles].some(namesStopWord);
  });
}

/** The longest phrase among the words that stop marketing. */
const MAX_WORDS = 4;

/** Whether somewhere in the text stands a word that stops marketing when it is sent as a message. */
export function namesStopWord(text: string): boolean {
  const words = text.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '');
  return words.some((_, start) => {
    for (let count = 1; count <= MAX_WORDS && start + count <= words.length; count += 1) {
      if (consentWord(words.slice(start, start + count).join(' '))?.word === 'stop') return true;
    }
    return false;
  });
}
