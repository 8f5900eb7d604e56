/** What the attributes of contacts mean. */
import { z } from 'zod';
import * as attributes from '../attributes.ts';
import * as s from '../schemas.ts';
import { inOrg, org, orgPath, type OperationGroup } from './operation.ts';

export const attributesOperations = {
  listAttributeDefinitions: {
    method: 'get',
    path: `${orgPath}/attribute-definitions`,
    summary: 'Defined attributes of contacts, by label, archived ones last',
    access: 'contacts:read',
    params: org,
    response: z.object({ items: z.array(attributes.attributeDefinition) }),
  },
  createAttributeDefinition: {
    method: 'post',
    path: `${orgPath}/attribute-definitions`,
    summary: 'Define an attribute; values are checked from then on, those that are there stay',
    access: 'organization:write',
    params: org,
    body: attributes.newAttributeDefinition,
    example: { key: 'size', label: 'Size', type: 'choice', options: ['S', 'M', 'L'] },
    status: 201,
    response: attributes.attributeDefinition,
  },
  updateAttributeDefinition: {
    method: 'patch',
    path: `${orgPath}/attribute-definitions/{attribute}`,
    summary: 'Change label, description or choices, archive it or take it back',
    access: 'organization:write',
    params: inOrg({ attribute: s.id }),
    body: attributes.attributeDefinitionChange,
    example: { label: 'Size of shirts' },
    response: attributes.attributeDefinition,
  },
  deleteAttributeDefinition: {
    method: 'delete',
    path: `${orgPath}/attribute-definitions/{attribute}`,
    summary: 'Delete a definition; values that contacts have stay, and are free from then on',
    access: 'organization:write',
    params: inOrg({ attribute: s.id }),
    response: attributes.attributeDefinition,
  },
} as const satisfies OperationGroup;
