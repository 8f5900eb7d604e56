import { TOO_LARGE } from '../compile.ts';
import { MAX_CALLED_NODES } from '../library.ts';
import type { Rule } from './contract.ts';

/** What a run may enter is compiled as a whole, so that its size is bounded for a flow and all that it calls together. */
export const subflowTooLarge: Rule = ({ flow }) =>
  [...flow.nodes.values()].some(({ refusal }) => refusal === TOO_LARGE)
    ? [
        {
          code: 'subflow-too-large',
          severity: 'error',
          nodeId: null,
          field: null,
          message: `The flows that this flow calls, and those that they call, have more than ${MAX_CALLED_NODES} steps together: call fewer or shorter flows. A version that is called several times counts once.`,
        },
      ]
    : [];
