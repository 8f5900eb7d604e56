import { json } from '../../platform/db/pool.ts';
import { operation } from '../operation.ts';
import { withFreeName } from '../rows/free-name.ts';
import { findSegment } from '../rows/segments.ts';

/** Rules of a watched segment: the database makes its list of members anew in the same statement, without events. */
export const updateSegment = operation('updateSegment', {
  async handle({ tx, params: { org, segment: id }, body: { name, rules } }) {
    if (name !== undefined) {
      await withFreeName(
        tx,
        'segment_exists',
        (sp) => sp`update public.segments set name = ${name} where org_id = ${org} and id = ${id}`,
      );
    }
    if (rules !== undefined) {
      await tx`update public.segments set rules = ${json(tx, rules)} where org_id = ${org} and id = ${id}`;
    }
    return findSegment(tx, org, id);
  },
});
