import { v7 as uuidv7 } from 'uuid';
import { json } from '../../platform/db/pool.ts';
import { operation } from '../operation.ts';
import { invalidField } from '../problems.ts';
import { exportColumns, toExport, type ExportRow } from '../rows/contact-files.ts';

export const createExport = operation('createExport', {
  async handle({ tx, params: { org }, body }) {
    if (body.segmentId !== undefined) {
      const [segment] = await tx`
        select 1 from public.segments where org_id = ${org} and id = ${body.segmentId}`;
      if (!segment) throw invalidField('segmentId', 'there is no such segment');
    }
    const fileName = `contacts-${new Date().toISOString().slice(0, 10)}.${body.format}`;
    const [row] = await tx<ExportRow[]>`
      select ${exportColumns(tx)}
      from private.create_export(${org}, ${uuidv7()}, ${fileName}, ${body.format}, ${json(tx, body)}) e`;
    return toExport(row!);
  },
});
