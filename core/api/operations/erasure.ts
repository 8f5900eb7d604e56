/** What a person may ask for: their data, and to be forgotten. */
import { z } from 'zod';
import { erasure, erasureBody } from '../erasure.ts';
import * as s from '../schemas.ts';
import { inOrg, list, org, orgPath, type OperationGroup } from './operation.ts';

const ofContact = inOrg({ contact: s.id });

export const erasureOperations = {
  exportContact: {
    method: 'get',
    path: `${orgPath}/contacts/{contact}/export`,
    summary: 'What is kept about a person, as a ZIP file; its README says what is not in it and why',
    access: 'contacts:export',
    params: ofContact,
    response: z.string(),
    responseType: 'file',
  },
  eraseContact: {
    method: 'post',
    path: `${orgPath}/contacts/{contact}/erasure`,
    summary: 'Erase a person for good: rows, raw deliveries and files; cannot be undone',
    access: 'contacts:erase',
    params: ofContact,
    body: erasureBody,
    example: { reason: 'request' },
    status: 202,
    response: erasure,
  },
  listErasures: {
    method: 'get',
    path: `${orgPath}/erasures`,
    summary: 'Erasures and their proofs, newest first',
    access: 'contacts:erase',
    params: org,
    query: list({}),
    response: s.page(erasure),
  },
  getErasure: {
    method: 'get',
    path: `${orgPath}/erasures/{erasure}`,
    summary: 'One erasure',
    access: 'contacts:erase',
    params: inOrg({ erasure: s.id }),
    response: erasure,
  },
} as const satisfies OperationGroup;
