/** Start, pause, resume, cancel and undo an import: the worker sees it between two slices. */
import type { ContactImport, ImportMapping } from '../../core/api/imports.ts';
import { json, type Tx } from '../../platform/db/pool.ts';
import { operation } from '../operation.ts';
import { ApiError, invalidField } from '../problems.ts';
import { importColumns, loadImport, toImport, type ImportRow } from '../rows/contact-files.ts';

interface Place {
  org: string;
  import: string;
}

/** @throws ApiError not_found, wrong_import_status */
async function steer(
  tx: Tx,
  place: Place,
  action: 'start' | 'pause' | 'resume' | 'cancel' | 'undo',
  mapping: ImportMapping | null = null,
): Promise<ContactImport> {
  const [row] = await tx<ImportRow[]>`
    select ${importColumns(tx)}
    from private.steer_import(${place.org}, ${place.import}, ${action}, ${mapping && json(tx, mapping)}) i where i.id is not null`;
  if (!row) throw new ApiError('not_found');
  return toImport(row);
}

export const startImport = operation('startImport', {
  async handle({ tx, params, body }) {
    const { columns } = await loadImport(tx, params.org, params.import);
    if (body.columns.length !== columns.length)
      throw invalidField('columns', `must have ${columns.length} entries, one for each column of the file`);
    return steer(tx, params, 'start', body);
  },
});
export const pauseImport = operation('pauseImport', {
  handle: ({ tx, params }) => steer(tx, params, 'pause'),
});
export const resumeImport = operation('resumeImport', {
  handle: ({ tx, params }) => steer(tx, params, 'resume'),
});
export const cancelImport = operation('cancelImport', {
  handle: ({ tx, params }) => steer(tx, params, 'cancel'),
});
export const undoImport = operation('undoImport', {
  handle: ({ tx, params }) => steer(tx, params, 'undo'),
});
