import { operation } from '../operation.ts';
import { loadImport, toImport } from '../rows/contact-files.ts';

export const getImport = operation('getImport', {
  handle: async ({ tx, params }) => toImport(await loadImport(tx, params.org, params.import)),
});
