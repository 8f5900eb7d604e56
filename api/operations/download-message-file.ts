import type { StoredMedia } from '../../core/messaging/media.ts';
import { mediaPath } from '../../platform/storage/paths.ts';
import { downloadName } from '../message-files.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';

export const downloadMessageFile = operation('downloadMessageFile', {
  async handle({ tx, params: { org, message } }) {
    const [row] = await tx<{ id: string; orgId: string; media: StoredMedia }[]>`
      select id, org_id as "orgId", media from public.messages where org_id = ${org} and id = ${message} and media ->> 'status' = 'stored'`;
    if (!row) throw new ApiError('not_found');
    const { id, orgId, media } = row;
    return {
      ...{ bucket: 'media', path: mediaPath(orgId, id) },
      ...{ name: downloadName(id, media), contentType: media.contentType },
    };
  },
});
