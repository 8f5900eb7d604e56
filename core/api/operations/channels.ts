/** WhatsApp accounts and numbers. */
import { z } from 'zod';
import * as s from '../schemas.ts';
import * as wabas from '../wabas.ts';
import { inOrg, list, org, orgPath, type OperationGroup } from './operation.ts';

export const channelsOperations = {
  listPhoneNumbers: {
    method: 'get',
    path: `${orgPath}/numbers`,
    summary: 'WhatsApp numbers of the organisation',
    access: 'channels:read',
    params: org,
    query: list({}),
    response: s.page(s.phoneNumber),
  },
  listWabas: {
    method: 'get',
    path: `${orgPath}/wabas`,
    summary: 'WhatsApp Business accounts of the organisation, with their numbers',
    access: 'channels:read',
    params: org,
    response: z.object({ items: z.array(wabas.waba) }),
  },
  connectWaba: {
    method: 'post',
    path: `${orgPath}/wabas`,
    summary:
      'Connect an account and its numbers; Meta is asked whether the token reaches it. 409 `asset_taken`: another organisation has it',
    access: 'channels:write',
    params: org,
    body: z.strictObject({ metaWabaId: wabas.metaWabaId, accessToken: wabas.accessToken }),
    example: { metaWabaId: '200000000000002', accessToken: 'EAAG-token-of-a-system-user' },
    status: 201,
    response: wabas.waba,
  },
  refreshWaba: {
    method: 'post',
    path: `${orgPath}/wabas/{waba}/refresh`,
    summary: 'Read name and numbers of an account from Meta again, and soon after its message templates',
    access: 'channels:write',
    params: inOrg({ waba: s.id }),
    response: wabas.waba,
  },
  setWabaAccessToken: {
    method: 'put',
    path: `${orgPath}/wabas/{waba}/access-token`,
    summary: 'Replace the access token of an account; sends use the new one within a minute',
    access: 'channels:write',
    params: inOrg({ waba: s.id }),
    body: z.strictObject({ accessToken: wabas.accessToken }),
    example: { accessToken: 'EAAG-token-of-a-system-user' },
    response: wabas.waba,
  },
} as const satisfies OperationGroup;
