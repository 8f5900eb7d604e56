/** The OpenAPI 3.1 document, made from the contract: its schemas are JSON Schema 2020-12, which zod writes itself. */
import { z } from 'zod';
import { operations, type Operation } from '../../core/api/operations.ts';
import { permissions } from '../../core/api/permissions.ts';
import { webhookEventTitles, type WebhookEventType } from '../../core/api/webhook-event-types.ts';
import { webhookPayloads } from '../../core/api/webhook-events.ts';
import * as schemas from '../../core/api/schemas.ts';
import { problemKinds } from '../problems.ts';
import { representationOf } from '../representation.ts';
import { introduction } from './introduction.ts';
import { named } from './names.ts';
import {
  headerParametersOf,
  headers,
  headersOf,
  parameters,
  refusals,
  refusalsOf,
  webhookHeaders,
  type JsonObject,
} from './parts.ts';
import { tagOf } from './tags.ts';

export function createOpenApiDocument(): JsonObject {
  const shapes: JsonObject = {};
  const toSchema: ToSchema = (schema, io) => convert(schema, io, shapes);
  const problem = toSchema(schemas.problem, 'output');
  const paths: Record<string, JsonObject> = {};
  const tags = new Map<string, JsonObject>();
  for (const [name, operation] of Object.entries<Operation>(operations)) {
    const path = (paths[operation.path] ??= {});
    path[operation.method] = describe(name, operation, toSchema);
    const tag = tagOf(operation);
    tags.set(tag.name, tag);
  }
  return {
    openapi: '3.1.0',
    info: {
      ...{ title: 'Parley API', version: '1', description: introduction },
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'This server' }],
    security: [{ bearer: [] }],
    tags: [...tags.values()],
    paths,
    webhooks: describeWebhooks(toSchema),
    components: {
      schemas: withCodes(shapes),
      responses: refusals(problem),
      parameters,
      headers,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key (`pk_...`) or the access token of a signed-in user',
        },
      },
    },
  };
}

type ToSchema = (schema: z.ZodType, io: 'input' | 'output') => JsonObject;

function describe(name: string, operation: Operation, toSchema: ToSchema): JsonObject {
  const { method, access } = operation;
  const content =
    operation.bodyType === 'file'
      ? fileContent
      : operation.body && {
          'application/json': { schema: toSchema(operation.body, 'input'), example: operation.example },
        };
  const hasEtag =
    (method === 'get' && operation.responseType !== 'file') ||
    (method !== 'delete' && representationOf(operation) !== null);
  const ownHeaders = headersOf(
    ...(hasEtag ? (['ETag'] as const) : []),
    ...(method === 'post' ? (['Idempotency-Replayed'] as const) : []),
  );
  return {
    operationId: name,
    tags: [tagOf(operation).name],
    // Shown in places where nobody reads Markdown.
    summary: operation.summary.replaceAll('`', ''),
    description: describeAccess(access),
    ...(access === 'any' ? {} : { security: access === 'public' ? [] : [{ bearer: [access] }] }),
    parameters: [
      ...parametersOf(toSchema(operation.params, 'input'), 'path'),
      ...(operation.query ? parametersOf(toSchema(operation.query, 'input'), 'query') : []),
      ...headerParametersOf(operation),
    ],
    ...(content ? { requestBody: { required: true, content } } : {}),
    responses: {
      [String(operation.status ?? 200)]: {
        description: method === 'get' ? 'What was asked for' : 'Done',
        headers: ownHeaders,
        content:
          operation.responseType === 'file'
            ? fileContent
            : { 'application/json': { schema: toSchema(operation.response, 'output') } },
      },
      ...(hasEtag && method === 'get'
        ? { 304: { description: 'Nothing has changed', headers: ownHeaders } }
        : {}),
      ...refusalsOf(operation),
    },
  };
}

/** What we send: the other way round, so the answers are our callers'. */
function describeWebhooks(toSchema: ToSchema): JsonObject {
  return Object.fromEntries(
    Object.entries(webhookPayloads).map(([type, payload]) => [
      type,
      {
        post: {
          operationId: `on ${type}`.replaceAll(/[ ._]+(\w)/g, (_, letter: string) => letter.toUpperCase()),
          tags: ['Webhooks'],
          summary: webhookEventTitles[type as WebhookEventType],
          description: 'Sent to the webhooks that ask for it, signed as Standard Webhooks says.',
          security: [],
          parameters: webhookHeaders,
          requestBody: {
            required: true,
            content: { 'application/json': { schema: toSchema(payload, 'output') } },
          },
          responses: {
            '2XX': {
              description: 'Taken. Anything else, and silence for 15 seconds, is tried again for three days',
            },
            410: { description: 'Disables the webhook' },
          },
        },
      },
    ]),
  );
}

const fileContent = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };

function describeAccess(access: Operation['access']): string {
  if (access === 'public') return 'Nobody need be signed in.';
  if (access === 'any') return 'Whoever is signed in.';
  return `Needs the role ${permissions[access].role}, and of a limited API key the scope \`${access}\`.`;
}

function parametersOf(schema: JsonObject, place: 'path' | 'query'): JsonObject[] {
  const required = new Set((schema.required ?? []) as string[]);
  return Object.entries((schema.properties ?? {}) as Record<string, JsonObject>).map(
    ([name, { description, ...property }]) => ({
      name,
      in: place,
      required: place === 'path' || required.has(name),
      ...(description === undefined ? {} : { description }),
      schema: property,
    }),
  );
}

/** The codes of problems as a type of their own, so that clients can tell them apart. */
function withCodes(shapes: JsonObject): JsonObject {
  const problem = shapes.Problem as { properties: JsonObject };
  return {
    ...shapes,
    Problem: {
      ...problem,
      properties: { ...problem.properties, code: { $ref: '#/components/schemas/ProblemCode' } },
    },
    ProblemCode: {
      type: 'string',
      enum: Object.keys(problemKinds),
      description: 'Codes never change their meaning; new ones may come',
    },
  };
}

/** Named shapes come back as `#/$defs/Name`; they move to where OpenAPI keeps them. */
function convert(schema: z.ZodType, io: 'input' | 'output', shapes: JsonObject): JsonObject {
  const written = z.toJSONSchema(schema, {
    ...{ metadata: named, io, unrepresentable: 'any' },
    override: ({ jsonSchema, zodSchema }) => {
      // Its own registry has the descriptions; `metadata` names the one that has the names.
      const description = z.globalRegistry.get(zodSchema)?.description;
      if (description !== undefined) jsonSchema.description = description;
      // The format says the same in a word.
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
      // What we answer may get more fields: a client that refuses them would break by our next version.
      if (io === 'output' && jsonSchema.additionalProperties === false)
        delete jsonSchema.additionalProperties;
    },
  });
  const text = JSON.stringify(written).replaceAll('"#/$defs/', '"#/components/schemas/');
  const { $schema: _dialect, $defs, ...own } = JSON.parse(text) as JsonObject;
  Object.assign(shapes, $defs);
  const id = named.get(schema as never)?.id;
  if (id === undefined) return own;
  const { id: _id, ...shape } = own;
  shapes[id] ??= shape;
  return { $ref: `#/components/schemas/${id}` };
}
