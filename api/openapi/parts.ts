/** Headers, parameters and refusals that many operations share. */
import type { Operation } from '../../core/api/operations.ts';
import { problemKinds, type ProblemCode } from '../problems.ts';
import { representationOf } from '../representation.ts';

export type JsonObject = Record<string, unknown>;

const text = { type: 'string' };

export const headers = {
  'X-Request-Id': {
    description: 'The request’s id, yours or one of ours: it is in our logs, and in a problem document',
    schema: text,
  },
  RateLimit: {
    description: 'What is left of each limit, and when it starts anew: `"token"; r=2999; t=42`',
    schema: text,
  },
  'RateLimit-Policy': { description: 'The limits: `"token"; q=3000; w=60`', schema: text },
  'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } },
  ETag: { description: 'Changes with what the operation shows', schema: text },
  'Idempotency-Replayed': {
    description: '`true`: this is the answer of an earlier request with the same Idempotency-Key',
    schema: { type: 'string', enum: ['true'] },
  },
  'WWW-Authenticate': { description: 'The scheme to use: `Bearer`', schema: text },
};

export const parameters = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Makes a POST safe to send again: the same key and body within 24 hours give the first answer, the same key with another body is refused',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
    example: 'd5d1a0e2-8a4f-4d0c-9f0e-6a2a6f8b1f44',
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: false,
    description: 'An ETag that you have read: 412 when it was changed since, so that nobody’s change is lost',
    schema: text,
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'An ETag that you have: 304 without a body when nothing has changed',
    schema: text,
  },
};

/** Of what we send. */
export const webhookHeaders = [
  {
    ...{ name: 'webhook-id', in: 'header', required: true, schema: text },
    description: 'The event’s id for this webhook: the same at every attempt',
  },
  {
    ...{ name: 'webhook-timestamp', in: 'header', required: true, schema: { type: 'integer' } },
    description: 'When it was sent, in seconds since 1970',
  },
  {
    ...{ name: 'webhook-signature', in: 'header', required: true, schema: text },
    description:
      'One or two, with a blank between them: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`',
  },
];

/** Component name by status. */
const refusalNames: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthenticated',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  412: 'PreconditionFailed',
  413: 'BodyTooLarge',
  415: 'UnsupportedMediaType',
  422: 'InvalidInput',
  429: 'RateLimited',
  500: 'InternalError',
  503: 'Unavailable',
};

/** Every answer says which request it was; those behind the limits say what is left of them. */
export function headersOf(...names: (keyof typeof headers)[]): JsonObject {
  const all: (keyof typeof headers)[] = ['X-Request-Id', 'RateLimit', 'RateLimit-Policy', ...names];
  return Object.fromEntries(all.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** Refusals by status, each with the codes that it may have. */
export function refusals(problem: JsonObject): JsonObject {
  const codes = Object.keys(problemKinds) as ProblemCode[];
  return Object.fromEntries(
    Object.entries(refusalNames).map(([status, name]) => {
      const own = codes.filter((code) => problemKinds[code].status === Number(status));
      const first = own[0]!;
      const { title } = problemKinds[first];
      const extra = { 401: ['WWW-Authenticate'], 429: ['Retry-After'] }[Number(status)] ?? [];
      return [
        name,
        {
          description: own.map((code) => `\`${code}\`: ${problemKinds[code].title}.`).join('\n\n'),
          headers: headersOf(...(extra as (keyof typeof headers)[])),
          content: {
            'application/problem+json': {
              schema: problem,
              example: {
                ...{ type: `/docs/errors#${first}`, title, status: Number(status), code: first },
                requestId: 'b1b0a3e4-57b2-4c8e-8f0b-3c9b7f0f6d0a',
              },
            },
          },
        },
      ];
    }),
  );
}

export function refusalsOf(operation: Operation): JsonObject {
  const { access, query, method } = operation;
  const body = operation.body ?? operation.bodyType;
  const isInOrg = access !== 'any' && access !== 'public';
  const statuses = [
    ...(body || query ? [400] : []),
    ...(access === 'public' ? [404] : [401]),
    ...(isInOrg ? [403, 404] : []),
    ...(method === 'get' ? [] : [409]),
    ...(['patch', 'put', 'delete'].includes(method) ? [412] : []),
    ...(body ? [413, 415] : []),
    ...(body || query || method === 'post' ? [422] : []),
    ...[429, 500, 503],
  ];
  return Object.fromEntries(
    statuses.map((status) => [String(status), { $ref: `#/components/responses/${refusalNames[status]}` }]),
  );
}

/** Header parameters of an operation. */
export function headerParametersOf(operation: Operation): JsonObject[] {
  const refer = (name: keyof typeof parameters) => ({ $ref: `#/components/parameters/${name}` });
  if (operation.method === 'post') return [refer('IdempotencyKey')];
  if (operation.method === 'get') return [refer('IfNoneMatch')];
  return representationOf(operation) === null ? [] : [refer('IfMatch')];
}
