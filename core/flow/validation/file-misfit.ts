import type { MediaKind } from '../../messaging/content.ts';
import type { Problem } from '../problem.ts';
import type { Rule } from './contract.ts';
import { fileUses } from './file-uses.ts';

/** WhatsApp shows a file as what it is said to be, and takes no other: no picture goes out as a video. */
export const fileMisfit: Rule = ({ flow, context: { files = {} } }) =>
  fileUses(flow).flatMap(({ nodeId, field, fileId, kind }): Problem[] => {
    const found = Object.hasOwn(files, fileId) ? files[fileId] : undefined;
    if (found === undefined || found === kind) return [];
    return [{ code: 'file-misfit', severity: 'error', nodeId, field, message: misfitText(found, kind) }];
  });

export const UNKNOWN_FILE = 'This file is not kept here: upload it or choose another.';

export function misfitText(found: MediaKind, wanted: MediaKind): string {
  return `This file is ${fileNames[found]}; here goes ${fileNames[wanted]}: choose another.`;
}

const fileNames: Record<MediaKind, string> = {
  image: 'a picture',
  video: 'a video',
  audio: 'a sound',
  document: 'a document',
  sticker: 'a sticker',
};
