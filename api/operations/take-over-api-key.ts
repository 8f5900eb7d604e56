import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { findOrgApiKey } from '../rows/api-keys.ts';

export const takeOverApiKey = operation('takeOverApiKey', {
  async handle({ tx, params: { org, key: id } }) {
    const [row] = await tx<{ was_there: boolean }[]>`
      select private.take_over_api_key(${org}, ${id}) as was_there`;
    if (!row?.was_there) throw new ApiError('not_found');
    return findOrgApiKey(tx, org, id);
  },
});
