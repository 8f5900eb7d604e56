import { operation } from '../operation.ts';
import { countSegment, findSegment } from '../rows/segments.ts';

export const getSegment = operation('getSegment', {
  async handle({ tx, params: { org, segment: id } }) {
    const segment = await findSegment(tx, org, id);
    const { count, isEstimate } = await countSegment(tx, org, segment.rules, new Date());
    return { ...segment, count, isEstimate };
  },
});
