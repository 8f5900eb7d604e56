/** Saved rules that say which contacts belong together. */
import { z } from 'zod';
import * as s from '../schemas.ts';
import * as segments from '../segments.ts';
import { inOrg, list, org, orgPath, type OperationGroup } from './operation.ts';

export const segmentsOperations = {
  listSegments: {
    method: 'get',
    path: `${orgPath}/segments`,
    summary: 'Segments by name',
    access: 'segments:read',
    params: org,
    query: list({}),
    response: s.page(segments.segment),
  },
  createSegment: {
    method: 'post',
    path: `${orgPath}/segments`,
    summary: 'New segment: a name and rules that say which contacts belong to it',
    access: 'segments:write',
    params: org,
    body: z.strictObject({ name: segments.segmentName, rules: segments.segmentRules }),
    example: { name: 'New', rules: { kind: 'all', of: [{ kind: 'tag', op: 'has', value: 'vip' }] } },
    status: 201,
    response: segments.segment,
  },
  previewSegment: {
    method: 'post',
    path: `${orgPath}/segments/preview`,
    summary: 'How many contacts rules hold, and ten of them; stores nothing',
    access: 'segments:read',
    params: org,
    body: z.strictObject({ rules: segments.segmentRules }),
    example: { rules: { kind: 'all', of: [{ kind: 'tag', op: 'has', value: 'vip' }] } },
    response: segments.segmentPreview,
  },
  getSegment: {
    method: 'get',
    path: `${orgPath}/segments/{segment}`,
    summary: 'One segment with the number of its contacts',
    access: 'segments:read',
    params: inOrg({ segment: s.id }),
    response: segments.countedSegment,
  },
  updateSegment: {
    method: 'patch',
    path: `${orgPath}/segments/{segment}`,
    summary: 'Change name or rules; who belongs to it by new rules has not entered it, and starts no flow',
    access: 'segments:write',
    params: inOrg({ segment: s.id }),
    body: z.strictObject({ name: segments.segmentName.optional(), rules: segments.segmentRules.optional() }),
    example: {},
    response: segments.segment,
  },
  deleteSegment: {
    method: 'delete',
    path: `${orgPath}/segments/{segment}`,
    summary: 'Delete a segment; 409 `segment_in_use` while a published flow or another segment names it',
    access: 'segments:write',
    params: inOrg({ segment: s.id }),
    response: z.object({ id: s.id }),
  },
  listSegmentContacts: {
    method: 'get',
    path: `${orgPath}/segments/{segment}/contacts`,
    summary: 'Contacts of a segment, newest first',
    access: 'segments:read',
    params: inOrg({ segment: s.id }),
    query: list({}),
    response: s.page(s.contact),
  },
} as const satisfies OperationGroup;
