import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { exportColumns, loadExport, toExport, type ExportRow } from '../rows/contact-files.ts';

export const getExport = operation('getExport', {
  handle: async ({ tx, params }) => toExport(await loadExport(tx, params.org, params.export)),
});

export const cancelExport = operation('cancelExport', {
  async handle({ tx, params }) {
    const [row] = await tx<ExportRow[]>`
      select ${exportColumns(tx)} from private.cancel_export(${params.org}, ${params.export}) e where e.id is not null`;
    if (!row) throw new ApiError('not_found');
    return toExport(row);
  },
});
