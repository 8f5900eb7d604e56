/** Files that we send: uploaded here first, then named by messages. */
import { z } from 'zod';
import * as media from '../media.ts';
import * as s from '../schemas.ts';
import { inOrg, list, org, orgPath, type OperationGroup } from './operation.ts';

const one = inOrg({ media: s.id });

export const mediaOperations = {
  uploadMedia: {
    method: 'post',
    path: `${orgPath}/media`,
    summary:
      'Upload a file to send: pictures up to 5 MB, sound and films up to 16 MB, documents up to 50 MB; what it is is found in its bytes',
    access: 'messages:send',
    params: org,
    query: z.object({
      name: z.string().trim().min(1).max(255).default('file').describe('Its name, as people will see it'),
      keep: z.stringbool().default(false).describe('Keep it, to be sent many times'),
    }),
    bodyType: 'file',
    status: 201,
    response: media.mediaFile,
  },
  listMedia: {
    method: 'get',
    path: `${orgPath}/media`,
    summary: 'Files that are kept to be sent, newest first',
    access: 'conversations:read',
    params: org,
    query: list({}),
    response: s.page(media.mediaFile),
  },
  downloadMedia: {
    method: 'get',
    path: `${orgPath}/media/{media}/file`,
    summary: 'A file that is kept to be sent, as it was uploaded',
    access: 'conversations:read',
    params: one,
    response: z.string(),
    responseType: 'file',
  },
  deleteMedia: {
    method: 'delete',
    path: `${orgPath}/media/{media}`,
    summary:
      'Delete a file; messages that were sent with it stay. 409 `file_in_use` while a published flow or a campaign names it',
    access: 'messages:send',
    params: one,
    response: z.object({ id: s.id }),
  },
} as const satisfies OperationGroup;
