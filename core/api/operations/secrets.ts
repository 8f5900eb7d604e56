/** Secrets that flows use by name. */
import { z } from 'zod';
import * as secrets from '../secrets.ts';
import { inOrg, org, orgPath, type OperationGroup } from './operation.ts';

export const secretsOperations = {
  listSecrets: {
    method: 'get',
    path: `${orgPath}/secrets`,
    summary: 'Names of the secrets that flows can use; a value is never given out',
    access: 'secrets:read',
    params: org,
    response: z.object({ items: z.array(secrets.secret) }),
  },
  setSecret: {
    method: 'put',
    path: `${orgPath}/secrets/{name}`,
    summary: 'Add a secret, or replace its value; flows use the new one from their next request on',
    access: 'secrets:write',
    params: inOrg({ name: secrets.secretName }),
    body: z.strictObject({ value: secrets.secretValue }),
    example: { value: 'a value of some length' },
    response: secrets.secret,
  },
  deleteSecret: {
    method: 'delete',
    path: `${orgPath}/secrets/{name}`,
    summary: 'Delete a secret; steps of flows that name it fail from now on',
    access: 'secrets:write',
    params: inOrg({ name: secrets.secretName }),
    response: z.object({ name: z.string() }),
  },
} as const satisfies OperationGroup;
