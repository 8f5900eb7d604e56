import { loadFlow } from '../flows/load-flow.ts';
import { operation } from '../operation.ts';

export const getFlow = operation('getFlow', {
  async handle({ tx, params }) {
    return loadFlow(tx, params.org, params.flow);
  },
});
