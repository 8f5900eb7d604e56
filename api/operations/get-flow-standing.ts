import { findStanding } from '../flows/standing.ts';
import { operation } from '../operation.ts';

export const getFlowStanding = operation('getFlowStanding', {
  async handle({ tx, params: { org, flow } }) {
    const places = await findStanding(tx, org, flow);
    return { total: places.reduce((sum, { people }) => sum + people, 0), places };
  },
});
