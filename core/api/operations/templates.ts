/** Message templates: what Meta has, and what is made, changed and deleted there. */
import { z } from 'zod';
import { templateCategories } from '../../messaging/template-definition.ts';
import * as s from '../schemas.ts';
import * as templates from '../templates.ts';
import { inOrg, list, org, orgPath, type OperationGroup } from './operation.ts';

const one = inOrg({ template: s.id });

export const templatesOperations = {
  listTemplates: {
    method: 'get',
    path: `${orgPath}/templates`,
    summary: 'Message templates by name; those that Meta no longer has only with `status=DELETED`',
    access: 'channels:read',
    params: org,
    query: list({
      status: z.string().max(64).optional().describe('For example APPROVED'),
      category: z.enum(templateCategories).optional(),
      language: z.string().max(16).optional(),
      wabaId: s.id.optional().describe('Of this account'),
      search: z.string().trim().max(100).optional().describe('A piece of the name or of the text'),
    }),
    response: s.page(templates.template),
  },
  getTemplate: {
    method: 'get',
    path: `${orgPath}/templates/{template}`,
    summary: 'One template',
    access: 'channels:read',
    params: one,
    response: templates.template,
  },
  createTemplate: {
    method: 'post',
    path: `${orgPath}/templates`,
    summary:
      'Make a template at Meta, which reviews it, mostly within minutes; 409 `template_exists`: there is one of this name and language',
    access: 'templates:write',
    params: org,
    body: templates.newTemplate,
    example: { wabaId: '0e000000-0000-4000-8000-000000000001', ...templates.templateExample },
    status: 201,
    response: templates.template,
  },
  updateTemplate: {
    method: 'patch',
    path: `${orgPath}/templates/{template}`,
    summary:
      'Change a template, which Meta reviews again; 409 `wrong_template_status` while it is in review. An approved one keeps its category',
    access: 'templates:write',
    params: one,
    body: templates.templateChange,
    example: { components: templates.templateExample.components },
    response: templates.template,
  },
  deleteTemplate: {
    method: 'delete',
    path: `${orgPath}/templates/{template}`,
    summary: 'Delete a template at Meta; its name can’t be used again for 30 days when it was approved',
    access: 'templates:write',
    params: one,
    response: z.object({ id: s.id }),
  },
  syncTemplates: {
    method: 'post',
    path: `${orgPath}/wabas/{waba}/templates/sync`,
    summary: 'Have the templates of an account read from Meta now; the account says when that is done',
    access: 'templates:write',
    params: inOrg({ waba: s.id }),
    status: 202,
    response: z.object({ id: s.id }),
  },
} as const satisfies OperationGroup;
