import type { Problem } from '../problem.ts';
import type { Rule } from './contract.ts';

const USUAL_TIMEOUT_MS = 10_000;

/**
 * A request without a time-out leaves the person waiting for as long as a stuck server likes. Looks at the data as it
 * stands: a request without one doesn't fit its type and would be reported as damaged, without a way to repair it.
 */
export const httpNoTimeout: Rule = ({ flow }) =>
  [...flow.nodes.values()].flatMap((node): Problem[] => {
    const data: unknown = node.node.data;
    if (!isRequest(data) || (typeof data.timeoutMs === 'number' && data.timeoutMs > 0)) return [];
    return [
      {
        code: 'http-no-timeout',
        severity: 'error',
        nodeId: node.id,
        field: 'timeoutMs',
        message:
          'This request has no time-out: say after how many seconds the run goes on without an answer.',
        fix: {
          kind: 'setField',
          nodeId: node.id,
          field: 'timeoutMs',
          value: USUAL_TIMEOUT_MS,
          label: 'Wait 10 seconds at most',
        },
      },
    ];
  });

/** A step that calls a server: by method and address, or a model over a connection. */
function isRequest(data: unknown): data is { timeoutMs?: unknown } {
  if (typeof data !== 'object' || data === null) return false;
  return ('url' in data && 'method' in data) || ('connection' in data && 'model' in data);
}
