/** Path, query and body, checked by the contract. */
import type { Request } from 'express';
import type { z } from 'zod';
import type { Operation } from '../core/api/operations.ts';
import { ApiError, type FieldError } from './problems.ts';
import { wellFormedJson } from './text.ts';

/** A path that holds no ids of ours leads nowhere: 404, not 422. */
export function readParams(contract: Operation, request: Request): Record<string, unknown> {
  const result = contract.params.safeParse(request.params);
  if (!result.success) throw new ApiError('not_found');
  // Postgres writes ids in lower case; comparisons with what it gave us need the same.
  return Object.fromEntries(
    Object.entries(result.data).map(([key, value]) => [key, String(value).toLowerCase()]),
  );
}

export function readQuery(contract: Operation, request: Request): unknown {
  if (!contract.query) return undefined;
  // NOTE: a parameter that is there but empty (`?search=`) means the same as one that is left out.
  const given = Object.entries(request.query).filter(([, value]) => value !== '');
  return check(contract.query, wellFormedJson(Object.fromEntries(given)));
}

export function readBody(contract: Operation, request: Request): unknown {
  if (!contract.body) return undefined;
  const body: unknown = request.body;
  if (body === undefined && hasBody(request)) throw new ApiError('unsupported_media_type');
  return check(contract.body, wellFormedJson(body ?? {}));
}

function hasBody(request: Request): boolean {
  return Number(request.get('content-length') ?? 0) > 0 || request.get('transfer-encoding') !== undefined;
}

function check(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, 50).flatMap(fieldErrors);
  const [first] = errors;
  throw new ApiError('invalid_input', { detail: first && `${first.field}: ${first.message}`, errors });
}

/** Unknown keys are reported one by one under their own names. */
function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: [...path, key].join('.'), message: 'is not known here' }));
  }
  return [{ field: path.join('.') || 'body', message: issue.message }];
}
