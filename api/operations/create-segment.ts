import { randomUUID } from 'node:crypto';
import { json } from '../../platform/db/pool.ts';
import { operation } from '../operation.ts';
import { withFreeName } from '../rows/free-name.ts';
import { findSegment } from '../rows/segments.ts';

export const createSegment = operation('createSegment', {
  async handle({ tx, params: { org }, body }) {
    const id = randomUUID();
    await withFreeName(
      tx,
      'segment_exists',
      (sp) => sp`
        insert into public.segments (id, org_id, name, rules) values (${id}, ${org}, ${body.name}, ${json(sp, body.rules)})`,
    );
    return findSegment(tx, org, id);
  },
});
