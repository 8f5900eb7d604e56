/** Files of imports and exports, after the permission check of their operation. */
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { loadExport, loadImport } from '../rows/contact-files.ts';

export const downloadRejectedRows = operation('downloadRejectedRows', {
  async handle({ tx, params }) {
    const row = await loadImport(tx, params.org, params.import);
    if (row.rejected_path === null) throw new ApiError('not_found');
    const name = `${row.file_name.replace(/\.\w+$/, '')} (rejected).csv`;
    return { bucket: 'imports', path: row.rejected_path, name, contentType: 'text/csv; charset=utf-8' };
  },
});

export const downloadExport = operation('downloadExport', {
  async handle({ tx, params }) {
    const row = await loadExport(tx, params.org, params.export);
    if (row.file_path === null) throw new ApiError('not_found');
    const contentType =
      row.format === 'csv'
        ? 'text/csv; charset=utf-8'
        : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    return { bucket: 'exports', path: row.file_path, name: row.file_name, contentType };
  },
});
