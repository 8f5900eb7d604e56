/** What an operation of the API says about itself, and the parts that many of them share. */
import { z } from 'zod';
import type { Permission } from '../permissions.ts';
import * as s from '../schemas.ts';

export interface Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  summary: string;
  /** The permission it needs (`core/api/permissions.ts`); `any`: whoever is signed in; `public`: nobody need be. */
  access: 'public' | 'any' | Permission;
  params: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** `file`: the body is a file, whatever its type; the operation has no `body` then. */
  bodyType?: 'file';
  /** A body that passes, for the docs; every operation with a body has one. */
  example?: unknown;
  /** Status of success; 200 when left out. */
  status?: number;
  response: z.ZodType;
  /**
   * Of a PATCH, PUT or DELETE: the GET that shows what it changes, whose ETag `If-Match` is held against. Left out: the one with
   * the same path.
   */
  changes?: string;
  /** The answer holds a secret that is shown once: what is kept for an Idempotency-Key is sealed. */
  answersSecret?: boolean;
  /** `file`: success is answered with a file instead of JSON. */
  responseType?: 'file';
}

/** The operations of one subject, by name. Names are unique over all subjects. */
export type OperationGroup = Record<string, Operation>;

export const orgPath = '/v1/orgs/{org}';
export const org = z.object({ org: s.id });
export const inOrg = <Shape extends z.ZodRawShape>(shape: Shape) => org.extend(shape);

/** The query of a list: `limit` and `cursor` beside its own filters. */
export const list = <Shape extends z.ZodRawShape>(filters: Shape) =>
  z.object({
    limit: z.coerce.number().int().min(1).max(100).default(50).describe('The most that one page holds'),
    cursor: z.string().max(512).optional().describe('`nextCursor` of the page before'),
    ...filters,
  });
