/** Ids of contacts, contacts that are one person, and what happened to them. */
import { z } from 'zod';
import * as people from '../people.ts';
import * as s from '../schemas.ts';
import { inOrg, list, org, orgPath, type OperationGroup } from './operation.ts';

const contactPath = `${orgPath}/contacts/{contact}`;
const one = inOrg({ contact: s.id });
const other = z.strictObject({ contactId: s.id });
const anybody = '00000000-0000-4000-8000-000000000000';

export const peopleOperations = {
  listDuplicateContacts: {
    method: 'get',
    path: `${orgPath}/contacts/duplicates`,
    summary: 'Contacts that may be one person: the same e-mail, or the same name and end of the number',
    access: 'contacts:read',
    params: org,
    query: list({}),
    response: s.page(people.duplicateGroup),
  },
  dismissDuplicates: {
    method: 'post',
    path: `${orgPath}/contacts/duplicates/dismiss`,
    summary: 'Say that contacts are not the same person: nobody is asked about these pairs again',
    access: 'contacts:write',
    params: org,
    body: people.contactPairs,
    example: { pairs: [{ contactId: anybody, otherId: '00000000-0000-4000-8000-000000000001' }] },
    response: people.pairsChanged,
  },
  restoreDuplicates: {
    method: 'post',
    path: `${orgPath}/contacts/duplicates/restore`,
    summary: 'Take back that contacts are not the same person',
    access: 'contacts:write',
    params: org,
    body: people.contactPairs,
    example: { pairs: [{ contactId: anybody, otherId: '00000000-0000-4000-8000-000000000001' }] },
    response: people.pairsChanged,
  },
  listContactIdentities: {
    method: 'get',
    path: `${contactPath}/identities`,
    summary: 'Ids by which a contact is known',
    access: 'contacts:read',
    params: one,
    response: z.object({ items: z.array(people.identity) }),
  },
  addContactPhone: {
    method: 'post',
    path: `${contactPath}/phones`,
    summary: 'Add a phone number to a contact; 409 names the contact that has it',
    access: 'contacts:write',
    params: one,
    body: z.strictObject({ phone: people.phone }),
    example: { phone: '+1 555 010 9001' },
    status: 201,
    response: z.object({ items: z.array(people.identity) }),
  },
  removeContactPhone: {
    method: 'delete',
    path: `${contactPath}/phones/{phone}`,
    summary: 'Take a phone number away, in all its ways of writing; not the last id of a contact',
    access: 'contacts:write',
    params: inOrg({ contact: s.id, phone: z.string().max(32) }),
    response: z.object({ items: z.array(people.identity) }),
  },
  previewContactMerge: {
    method: 'post',
    path: `${contactPath}/merge-preview`,
    summary: 'What merging another contact into this one would do',
    access: 'contacts:read',
    params: one,
    body: other,
    example: { contactId: anybody },
    response: people.mergePreview,
  },
  mergeContact: {
    method: 'post',
    path: `${contactPath}/merge`,
    summary:
      'Merge another contact into this one, for good. Its id answers 404 with `mergedInto` from then on',
    access: 'contacts:write',
    params: one,
    body: other,
    example: { contactId: anybody },
    response: s.contact,
  },
  getContactTimeline: {
    method: 'get',
    path: `${contactPath}/timeline`,
    summary: 'What happened to a contact, newest first: messages, flows, consent, events',
    access: 'contacts:read',
    params: one,
    query: list({ kind: z.enum(people.timelineKinds).optional() }),
    response: s.page(people.timelineItem),
  },
  renameTag: {
    method: 'post',
    path: `${orgPath}/tags/rename`,
    summary: 'Rename a tag at up to 2,000 contacts; call again until `isDone`',
    access: 'organization:write',
    params: org,
    body: z.strictObject({ tag: s.tag, newTag: s.tag }),
    example: { tag: 'old', newTag: 'new' },
    response: people.tagChange,
  },
  removeTag: {
    method: 'post',
    path: `${orgPath}/tags/remove`,
    summary: 'Take a tag off up to 2,000 contacts; call again until `isDone`',
    access: 'organization:write',
    params: org,
    body: z.strictObject({ tag: s.tag }),
    example: { tag: 'old' },
    response: people.tagChange,
  },
} as const satisfies OperationGroup;
