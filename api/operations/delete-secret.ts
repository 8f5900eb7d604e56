import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';

export const deleteSecret = operation('deleteSecret', {
  async handle({ tx, params: { org, name } }) {
    const [row] = await tx<{ was_there: boolean }[]>`
      select private.delete_org_secret(${org}, ${name}) as was_there`;
    if (!row?.was_there) throw new ApiError('not_found');
    return { name };
  },
});
