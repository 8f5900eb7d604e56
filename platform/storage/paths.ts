/** Where the files of imports and exports are: known by their ids alone, so that they can be removed when their rows are gone. */

/** In bucket `imports`: the uploaded file. */
export function importPath(orgId: string, importId: string): string {
  return `${orgId}/${importId}/contacts.csv`;
}

/** In bucket `imports`: the rows that were refused. */
export function rejectedRowsPath(orgId: string, importId: string): string {
  return `${orgId}/${importId}/rejected.csv`;
}

/** In bucket `exports`. */
export function exportPath(orgId: string, exportId: string, format: ExportFormat): string {
  return `${orgId}/${exportId}.${format}`;
}

export const exportFormats = ['csv', 'xlsx'] as const;
export type ExportFormat = (typeof exportFormats)[number];
