/** The OpenAPI 3.1 document, made from the contract: its schemas are JSON Schema 2020-12, which zod writes itself. */
import { z } from 'zod';
import { operations, type Operation } from '../core/api/operations.ts';
import * as schemas from '../core/api/schemas.ts';
import { segment } from '../core/api/segments.ts';

type JsonObject = Record<string, unknown>;

/** Shapes that get a name of their own under `components`. */
const named = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries({
  Me: schemas.me,
  PhoneNumber: schemas.phoneNumber,
  Template: schemas.template,
  Contact: schemas.contact,
  Segment: segment,
  Conversation: schemas.conversation,
  Message: schemas.message,
  FlowSummary: schemas.flowSummary,
  Flow: schemas.flow,
  FlowProblem: schemas.flowProblem,
  FlowVersion: schemas.flowVersion,
  FlowRun: schemas.flowRun,
  FlowRunStep: schemas.flowRunStep,
  Problem: schemas.problem,
})) {
  named.add(schema, { id });
}

export function createOpenApiDocument(): JsonObject {
  const components: JsonObject = {};
  const toSchema = (schema: z.ZodType, io: 'input' | 'output') => convert(schema, io, components);
  const problem = toSchema(schemas.problem, 'output');
  const paths: Record<string, JsonObject> = {};
  for (const [name, operation] of Object.entries<Operation>(operations)) {
    const path = (paths[operation.path] ??= {});
    path[operation.method] = describe(name, operation, toSchema, problem);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parley API',
      version: '1',
      description:
        'Lists take `limit` and `cursor` and answer `nextCursor`. Errors are RFC 9457 problem documents.',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    paths,
    components: {
      schemas: components,
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

function describe(name: string, operation: Operation, toSchema: ToSchema, problem: JsonObject): JsonObject {
  const parameters = [
    ...parametersOf(toSchema(operation.params, 'input'), 'path'),
    ...(operation.query ? parametersOf(toSchema(operation.query, 'input'), 'query') : []),
    ...(operation.method === 'post' ? [idempotencyKey] : []),
  ];
  const body = operation.body && {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: toSchema(operation.body, 'input') } },
    },
  };
  return {
    operationId: name,
    summary: operation.summary,
    description: operation.access === 'any' ? 'Whoever is signed in.' : `Needs the role ${operation.access}.`,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...body,
    responses: {
      [String(operation.status ?? 200)]: {
        description: 'Done',
        content: { 'application/json': { schema: toSchema(operation.response, 'output') } },
      },
      default: { description: 'Not done', content: { 'application/problem+json': { schema: problem } } },
    },
  };
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key and body within 24 hours give the first answer again',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

function parametersOf(schema: JsonObject, place: 'path' | 'query'): JsonObject[] {
  const required = new Set((schema.required ?? []) as string[]);
  return Object.entries((schema.properties ?? {}) as JsonObject).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.has(name),
    schema: property,
  }));
}

/** Named shapes come back as `#/$defs/Name`; they move to where OpenAPI keeps them. */
function convert(schema: z.ZodType, io: 'input' | 'output', components: JsonObject): JsonObject {
  const text = JSON.stringify(z.toJSONSchema(schema, { metadata: named, io, unrepresentable: 'any' }));
  const {
    $schema: _dialect,
    $defs,
    ...own
  } = JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonObject;
  Object.assign(components, $defs);
  const id = named.get(schema as never)?.id;
  if (id === undefined) return own;
  const { id: _id, ...shape } = own;
  components[id] ??= shape;
  return { $ref: `#/components/schemas/${id}` };
}
