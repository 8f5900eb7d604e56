/** Where files are: known by the ids of their rows alone, so that they can be removed when the rows are gone. */

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

/** In bucket `media`: the file of a message. Also made by `private.note_file_removal`. */
export function mediaPath(orgId: string, messageId: string): string {
  return `${orgId}/${messageId}`;
}

export const exportFormats = ['csv', 'xlsx'] as const;
export type ExportFormat = (typeof exportFormats)[number];
