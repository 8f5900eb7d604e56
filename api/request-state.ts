/** What a request learns about itself on its way through the middleware, kept in `response.locals`. */
import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Principal } from './auth/principal.ts';

export interface RequestState {
  requestId: string;
  /** Set by authentication. */
  principal?: Principal;
}

export function stateOf(response: Response): RequestState {
  return response.locals as unknown as RequestState;
}

const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** Takes over a well-formed X-Request-Id, makes one otherwise, and answers with it. */
export const identifyRequest: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id');
  const requestId = given && REQUEST_ID.test(given) ? given : randomUUID();
  stateOf(response).requestId = requestId;
  response.setHeader('x-request-id', requestId);
  next();
};
