/** What could not be done, why, and trying again. */
import { z } from 'zod';
import * as d from '../dead-letters.ts';
import * as s from '../schemas.ts';
import { inOrg, list, org, orgPath, type OperationGroup } from './operation.ts';

const ofLetter = inOrg({ letter: s.id });
const code = z.string().min(1).max(100).optional();

export const deadLettersOperations = {
  listDeadLetters: {
    method: 'get',
    path: `${orgPath}/dead-letters`,
    summary: 'What could not be done, newest first: deliveries of WhatsApp, events, workflows',
    access: 'deadLetters:read',
    params: org,
    query: list({
      kind: code,
      cause: code,
      state: d.deadLetterState.optional(),
      since: s.time.optional().describe('Made at this time or later'),
      until: s.time.optional().describe('Made before this time'),
    }),
    response: s.page(d.deadLetter),
  },
  countDeadLetters: {
    method: 'get',
    path: `${orgPath}/dead-letters/counts`,
    summary: 'How many dead letters wait for a decision, by cause',
    access: 'deadLetters:read',
    params: org,
    response: d.deadLetterCounts,
  },
  getDeadLetter: {
    method: 'get',
    path: `${orgPath}/dead-letters/{letter}`,
    summary: 'One dead letter',
    access: 'deadLetters:read',
    params: ofLetter,
    response: d.deadLetter,
  },
  replayDeadLetter: {
    method: 'post',
    path: `${orgPath}/dead-letters/{letter}/replay`,
    summary: 'Try again what failed; what is done already is not done twice',
    access: 'deadLetters:replay',
    params: ofLetter,
    status: 202,
    response: d.deadLetter,
  },
  dismissDeadLetter: {
    method: 'post',
    path: `${orgPath}/dead-letters/{letter}/dismiss`,
    summary: 'Say that nothing is to be done about a dead letter',
    access: 'deadLetters:replay',
    params: ofLetter,
    response: d.deadLetter,
  },
  replayDeadLetters: {
    method: 'post',
    path: `${orgPath}/dead-letters/replay`,
    summary: 'Try again all open ones of a cause, a kind or a time, at most 1,000 a request',
    access: 'deadLetters:replay',
    params: org,
    body: d.deadLetterSelection,
    example: { cause: '23514' },
    status: 202,
    response: d.settledLetters,
  },
  dismissDeadLetters: {
    method: 'post',
    path: `${orgPath}/dead-letters/dismiss`,
    summary: 'Dismiss all open ones of a cause, a kind or a time, at most 1,000 a request',
    access: 'deadLetters:replay',
    params: org,
    body: d.deadLetterSelection,
    example: { cause: 'kept' },
    response: d.settledLetters,
  },
} as const satisfies OperationGroup;
