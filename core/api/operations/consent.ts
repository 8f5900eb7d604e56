/** What people allow. */
import { z } from 'zod';
import * as consent from '../consent.ts';
import { phone } from '../people.ts';
import * as s from '../schemas.ts';
import { inOrg, list, org, orgPath, type OperationGroup } from './operation.ts';

export const consentOperations = {
  listConsentEntries: {
    method: 'get',
    path: `${orgPath}/contacts/{contact}/consent`,
    summary: 'The ledger of a contact’s consent, newest first',
    access: 'contacts:read',
    params: inOrg({ contact: s.id }),
    query: list({ purpose: consent.consentPurpose.optional() }),
    response: s.page(consent.consentEntry),
  },
  recordConsent: {
    method: 'post',
    path: `${orgPath}/contacts/{contact}/consent`,
    summary: 'Note what a contact said about a purpose, with its proof. Entries are never changed',
    access: 'contacts:write',
    params: inOrg({ contact: s.id }),
    body: consent.consentBody,
    example: { purpose: 'marketing', state: 'granted', source: 'Form on the website' },
    status: 201,
    response: consent.consentEntry,
  },
  getConsentSettings: {
    method: 'get',
    path: `${orgPath}/consent-settings`,
    summary: 'What is answered to STOP and START, and own words that mean the same',
    access: 'organization:read',
    params: org,
    response: consent.consentSettings,
  },
  updateConsentSettings: {
    method: 'patch',
    path: `${orgPath}/consent-settings`,
    summary: 'Change answers and own words',
    access: 'organization:write',
    params: org,
    body: z.strictObject(consent.consentSettings.shape).partial(),
    example: { stopReply: 'You will get no more offers.' },
    response: consent.consentSettings,
  },
  listSuppressions: {
    method: 'get',
    path: `${orgPath}/suppressions`,
    summary: 'Numbers that are never written to, newest first; they are kept as fingerprints',
    access: 'contacts:read',
    params: org,
    query: list({}),
    response: s.page(consent.suppression),
  },
  addSuppressions: {
    method: 'post',
    path: `${orgPath}/suppressions`,
    summary: 'Never write to these numbers, whether or not somebody here has them; up to 10,000',
    access: 'contacts:write',
    params: org,
    body: consent.suppressionBody,
    example: { numbers: ['+1 555 010 9002'], reason: 'Asked by letter' },
    response: consent.suppressionResult,
  },
  checkSuppression: {
    method: 'post',
    path: `${orgPath}/suppressions/check`,
    summary: 'Whether a number is on the list',
    access: 'contacts:read',
    params: org,
    body: z.strictObject({ phone }),
    example: { phone: '+1 555 010 9002' },
    response: consent.suppressionCheck,
  },
  removeSuppression: {
    method: 'delete',
    path: `${orgPath}/suppressions/{suppression}`,
    summary: 'Take a number off the list',
    access: 'organization:write',
    params: inOrg({ suppression: s.id }),
    response: consent.suppression,
  },
} as const satisfies OperationGroup;
