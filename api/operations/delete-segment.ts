import type { Tx } from '../../platform/db/pool.ts';
import { campaignsThatName, flowsThatName, quoted, takeNamedThings } from '../named-things.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { findSegment } from '../rows/segments.ts';

/** A flow that waits for a segment that is gone would wait for ever, so flows come first. */
export const deleteSegment = operation('deleteSegment', {
  async handle({ tx, params: { org, segment: id } }) {
    await findSegment(tx, org, id);
    await takeNamedThings(tx, org);
    const users = await flowsThatName(tx, org, id);
    if (users.length > 0) {
      throw new ApiError('segment_in_use', {
        detail: `It is named by ${quoted(users)}: take it out there and publish, then delete it.`,
      });
    }
    const outer = await segmentsThatName(tx, org, id);
    if (outer.length > 0) {
      throw new ApiError('segment_in_use', {
        detail: `It is part of the segment ${quoted(outer)}: take it out there, then delete it.`,
      });
    }
    const campaigns = await campaignsThatName(tx, org, id);
    if (campaigns.length > 0) {
      throw new ApiError('segment_in_use', {
        detail: `The campaign ${quoted(campaigns)} was started with it: wait until that is over, or withdraw it.`,
      });
    }
    await tx`delete from public.segments where org_id = ${org} and id = ${id}`;
    return { id };
  },
});

/** The database refuses as well (PA062); this says which. */
async function segmentsThatName(tx: Tx, org: string, id: string): Promise<string[]> {
  const rows = await tx<{ name: string }[]>`
    select s.name from public.segments s
    where s.org_id = ${org} and s.id <> ${id} and strpos(lower(s.rules::text), ${id}) > 0 order by s.name limit 5`;
  return rows.map(({ name }) => name);
}
