import type { Problem } from '../problem.ts';
import type { Rule } from './contract.ts';
import { usableNodes } from './graph.ts';

/** A step that calls a version of another flow which was never published has nothing to run. */
export const subflowUnpublished: Rule = ({ flow, context: { publishedVersions } }) => {
  if (!publishedVersions) return [];
  return usableNodes(flow).flatMap((node): Problem[] => {
    const use = node.type.manifest.subflow?.(node.data) ?? null;
    if (use === null || use.flowId === '') return [];
    const versions = Object.hasOwn(publishedVersions, use.flowId)
      ? (publishedVersions[use.flowId] ?? [])
      : [];
    if (versions.includes(use.version)) return [];
    const newest = Math.max(0, ...versions);
    return [
      {
        code: 'subflow-unpublished',
        severity: 'error',
        nodeId: node.id,
        field: 'version',
        message:
          newest === 0
            ? 'The flow that this step calls is not published: publish it first or choose another.'
            : `The flow that this step calls has no version ${use.version}: its newest is ${newest}.`,
        ...(newest > 0 && hasVersion(node.data)
          ? {
              fix: {
                kind: 'setField',
                nodeId: node.id,
                field: 'version',
                value: newest,
                label: `Use version ${newest}`,
              },
            }
          : {}),
      },
    ];
  });
};

function hasVersion(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'version' in data && typeof data.version === 'number';
}
