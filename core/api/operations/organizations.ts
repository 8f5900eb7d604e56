/** Organisations and who asks. */
import { z } from 'zod';
import * as orgs from '../organizations.ts';
import * as s from '../schemas.ts';
import { org, orgPath, type OperationGroup } from './operation.ts';

export const organizationsOperations = {
  getMe: {
    method: 'get',
    path: '/v1/me',
    summary: 'The signed-in user or API key, and its organisations with roles',
    access: 'any',
    params: z.object({}),
    response: s.me,
  },
  createOrganization: {
    method: 'post',
    path: '/v1/orgs',
    summary:
      'New organisation with the signed-in person as its owner; 409 `organization_limit` at 20 owned ones',
    access: 'any',
    params: z.object({}),
    body: z.strictObject({ name: z.string().trim().min(1).max(200), timeZone: orgs.timeZone.optional() }),
    example: { name: 'Acme' },
    status: 201,
    response: s.membership,
  },
  getOrganization: {
    method: 'get',
    path: orgPath,
    summary: 'Name, time zone and business hours of the organisation',
    access: 'organization:read',
    params: org,
    response: orgs.organization,
  },
  updateOrganization: {
    method: 'patch',
    path: orgPath,
    summary:
      'Change name, time zone, business hours or who lets campaigns go; `businessHours: null` takes them away',
    access: 'organization:write',
    params: org,
    body: z.strictObject({
      name: z.string().trim().min(1).max(200).optional(),
      timeZone: orgs.timeZone.optional(),
      businessHours: orgs.businessHours.nullish(),
      campaignApproval: z.boolean().optional(),
    }),
    example: {},
    response: orgs.organization,
  },
  deleteOrganization: {
    method: 'delete',
    path: orgPath,
    summary:
      'Delete the organisation with all that is in it; `confirm` repeats its name. Access ends at once',
    access: 'organization:delete',
    params: org,
    query: z.object({ confirm: z.string().max(200).describe('The organisation’s name') }),
    response: z.object({ id: s.id }),
  },
} as const satisfies OperationGroup;
