import type { StoredMedia } from '../../core/messaging/media.ts';
import { mediaPath } from '../../platform/storage/paths.ts';
import { downloadName } from '../message-files.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';

export const downloadMessageFile = operation('downloadMessageFile', {
  async handle({ tx, params: { org, message } }) {
    const [row] = await tx<{ media: StoredMedia }[]>`
      select media from public.messages where org_id = ${org} and id = ${message} and media ->> 'status' = 'stored'`;
    if (!row) throw new ApiError('not_found');
    const { media } = row;
    return {
      ...{ bucket: 'media', path: mediaPath(org, message) },
      ...{ name: downloadName(message, media), contentType: media.contentType },
    };
  },
});
