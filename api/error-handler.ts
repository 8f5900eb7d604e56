import type { ErrorRequestHandler, RequestHandler } from 'express';
import { StorageError } from '../platform/storage/storage.ts';
import type { Logger } from '../platform/log.ts';
import { fromDatabaseError } from './database-errors.ts';
import { ApiError, problemDocument, type ProblemCode } from './problems.ts';
import { stateOf } from './request-state.ts';

export const answerNotFound: RequestHandler = (_request, _response, next) => next(new ApiError('not_found'));

/** Every error leaves as problem+json. What we caused is logged with its stack and not explained to the caller. */
export function createErrorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const { requestId } = stateOf(response);
    const known = toApiError(error);
    if (known.status >= 500) log.error({ err: error, requestId, code: known.code }, 'A request failed');
    // NOTE: Express ends the connection when the answer has already begun.
    if (response.headersSent) return next(error);
    if (known.code === 'unauthenticated') response.setHeader('www-authenticate', 'Bearer');
    response
      .status(known.status)
      .type('application/problem+json')
      .send(JSON.stringify(problemDocument(known, requestId)));
  };
}

function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof StorageError)
    return new ApiError(
      error.code === 'not_found' ? 'not_found' : 'storage_unavailable',
      {},
      { cause: error },
    );
  return fromDatabaseError(error) ?? fromBodyParser(error) ?? new ApiError('internal', {}, { cause: error });
}

/** Types of the errors that Express' body parser and router raise. */
const byType: Record<string, ProblemCode> = {
  'entity.parse.failed': 'malformed_json',
  'entity.too.large': 'body_too_large',
  'encoding.unsupported': 'unsupported_media_type',
  'charset.unsupported': 'unsupported_media_type',
  'request.aborted': 'bad_request',
  'request.size.invalid': 'bad_request',
};

function fromBodyParser(error: unknown): ApiError | null {
  if (!(error instanceof Error)) return null;
  const { type, status } = error as Error & { type?: unknown; status?: unknown };
  const code = typeof type === 'string' ? byType[type] : undefined;
  if (code) return new ApiError(code, {}, { cause: error });
  // A path that isn't valid percent-encoding, a broken gzip body: the caller's fault, named by the library.
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new ApiError(status === 404 ? 'not_found' : 'bad_request', {}, { cause: error });
  }
  return null;
}
