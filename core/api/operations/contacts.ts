/** People and what happened to them. */
import { z } from 'zod';
import * as events from '../contact-events.ts';
import * as s from '../schemas.ts';
import * as segments from '../segments.ts';
import { inOrg, list, org, orgPath, type OperationGroup } from './operation.ts';

export const contactsOperations = {
  listContacts: {
    method: 'get',
    path: `${orgPath}/contacts`,
    summary: 'Contacts, newest first; `search` finds by name or digits',
    access: 'contacts:read',
    params: org,
    query: list({ search: z.string().trim().max(200).optional(), tag: s.tag.optional() }),
    response: s.page(s.contact),
  },
  createContact: {
    method: 'post',
    path: `${orgPath}/contacts`,
    summary: 'Add a contact by phone number',
    access: 'contacts:write',
    params: org,
    body: z.strictObject({
      phone: z.string().trim().min(5).max(32),
      name: z.string().trim().min(1).max(200).nullish(),
      tags: z.array(s.tag).max(100).optional(),
      attributes: s.attributes.optional(),
      consent: z
        .strictObject({ marketing: s.consentState, source: z.string().trim().min(1).max(200) })
        .optional(),
    }),
    example: { phone: '+1 555 010 9000' },
    status: 201,
    response: s.contact,
  },
  getContact: {
    method: 'get',
    path: `${orgPath}/contacts/{contact}`,
    summary: 'One contact',
    access: 'contacts:read',
    params: inOrg({ contact: s.id }),
    response: s.contact,
  },
  updateContact: {
    method: 'patch',
    path: `${orgPath}/contacts/{contact}`,
    summary: 'Change name, time zone, tags or attributes; attributes are merged, null removes one',
    access: 'contacts:write',
    params: inOrg({ contact: s.id }),
    body: z.strictObject({
      name: z.string().trim().min(1).max(200).nullish(),
      timeZone: z.string().max(64).nullish(),
      tags: z.array(s.tag).max(100).optional(),
      attributes: s.attributes.optional(),
    }),
    example: {},
    response: s.contact,
  },
  reportContactEvent: {
    method: 'post',
    path: `${orgPath}/contacts/{contact}/events`,
    summary: 'Report that something happened to a contact: starts or continues flows that listen to it',
    access: 'events:write',
    params: inOrg({ contact: s.id }),
    body: z.strictObject({
      name: events.eventName,
      data: events.eventData.optional(),
      key: events.eventKey.optional(),
    }),
    example: { name: 'order.paid' },
    status: 202,
    response: events.contactEvent,
  },
  reportEvent: {
    method: 'post',
    path: `${orgPath}/events`,
    summary: 'The same by phone number or contact; 404 when nobody has that number',
    access: 'events:write',
    params: org,
    body: z.union([
      z.strictObject({
        contactId: s.id,
        name: events.eventName,
        data: events.eventData.optional(),
        key: events.eventKey.optional(),
      }),
      z.strictObject({
        phone: z.string().trim().min(5).max(32),
        name: events.eventName,
        data: events.eventData.optional(),
        key: events.eventKey.optional(),
      }),
    ]),
    example: { phone: '+1 555 010 9000', name: 'order.paid' },
    status: 202,
    response: events.contactEvent,
  },
  listContactFields: {
    method: 'get',
    path: `${orgPath}/contact-fields`,
    summary: 'Names of the tags and attributes that contacts have, or had',
    access: 'contacts:read',
    params: org,
    response: segments.contactFields,
  },
} as const satisfies OperationGroup;
