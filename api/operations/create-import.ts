import { createReadStream } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { withDefinedAttributes } from '../../core/imports/suggest-mapping.ts';
import { json } from '../../platform/db/pool.ts';
import { importPath } from '../../platform/storage/paths.ts';
import { wellFormedText } from '../text.ts';
import { readUpload, type Upload } from '../imports/read-upload.ts';
import { operation } from '../operation.ts';
import { importColumns, toImport, type ImportRow } from '../rows/contact-files.ts';

interface Stored extends Omit<Upload, 'path'> {
  id: string;
  filePath: string;
}

export const createImport = operation('createImport', {
  async receive(file, { params: { org }, storage }) {
    const { path, ...upload } = await readUpload(file.path);
    const id = uuidv7();
    const filePath = importPath(org, id);
    await storage.upload('imports', filePath, createReadStream(path), 'text/csv');
    const value: Stored = { ...upload, id, filePath };
    return { value, discard: () => storage.remove('imports', [filePath]) };
  },
  async handle({ tx, params: { org }, query, received }) {
    const { id, filePath, source, columns, mapping, total } = received as Stored;
    const name = wellFormedText(query.name);
    const definitions = await tx<{ key: string; label: string }[]>`
      select d.key, d.label from public.attribute_definitions d
      where d.org_id = ${org} and d.archived_at is null order by d.key`;
    const [row] = await tx<ImportRow[]>`
      select ${importColumns(tx)} from private.create_import(${org}, ${id}, ${name}, ${filePath}, ${json(tx, source)}, ${columns},
        ${json(tx, withDefinedAttributes(mapping, definitions))}, ${total}) i`;
    return toImport(row!);
  },
});
