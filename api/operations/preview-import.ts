import { loadAttributeRules } from '../../platform/people/attribute-rules.ts';
import { findExistingBy, previewRows } from '../imports/preview.ts';
import { operation } from '../operation.ts';
import { ApiError, invalidField } from '../problems.ts';
import { loadImport } from '../rows/contact-files.ts';

export const previewImport = operation('previewImport', {
  async handle({ tx, params, body, storage }) {
    const { org } = params;
    const row = await loadImport(tx, org, params.import);
    if (row.status !== 'draft' || row.file_path === null) throw new ApiError('wrong_import_status');
    if (body.columns.length !== row.columns.length)
      throw invalidField(
        'columns',
        `must have ${row.columns.length} entries, one for each column of the file`,
      );
    const rules = await loadAttributeRules(tx, org);
    const content = await storage.download('imports', row.file_path);
    return previewRows(content, row.source, body, rules, findExistingBy(tx, org));
  },
});
