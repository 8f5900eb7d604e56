/** Work on many contacts. Enrolling them in a flow is a job of the flow (`flow-jobs.ts`). */
import * as bulk from '../bulk.ts';
import { org, orgPath, type OperationGroup } from './operation.ts';

const example = ['01980000-0000-7000-8000-000000000000'];

export const bulkOperations = {
  changeContacts: {
    method: 'post',
    path: `${orgPath}/contacts/bulk`,
    summary:
      'Tag, untag, set attributes or note consent of up to 500 contacts; flows that listen hear of each',
    access: 'contacts:write',
    params: org,
    body: bulk.bulkChange,
    example: { action: 'addTag', contacts: example, tag: 'vip' },
    response: bulk.bulkResult,
  },
  eraseContacts: {
    method: 'post',
    path: `${orgPath}/contacts/bulk-erasure`,
    summary: 'Erase up to 500 people for good, each by an erasure of their own; cannot be undone',
    access: 'contacts:erase',
    params: org,
    body: bulk.bulkErasure,
    example: { contacts: example, reason: 'request' },
    status: 202,
    response: bulk.bulkResult,
  },
} as const satisfies OperationGroup;
