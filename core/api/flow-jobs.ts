/** Shapes of the API around work on many runs at once. */
import { z } from 'zod';

const id = z.uuid();
const MAX_IDS = 10_000;

export const jobAudience = z.object({
  kind: z.enum(['contacts', 'tag', 'segment', 'all']),
  name: z.string().nullable().describe('Of the tag; of the segment or the one contact, while there is one'),
  count: z.int().nullable().describe('Of `contacts`: how many were named'),
});

export const flowJob = z.object({
  id,
  flowId: id,
  kind: z.enum(['enrol', 'exit', 'move', 'retry', 'skip']),
  status: z.enum(['queued', 'running', 'paused', 'completed', 'cancelled', 'failed']),
  audience: jobAudience.nullable().describe('Whom an enrolment takes; null for other jobs'),
  toVersion: z.int().nullable().describe('Of `move`'),
  createdBy: z.object({
    kind: z.enum(['user', 'apiKey', 'trigger']).describe('`trigger`: a schedule or a date of the flow'),
    name: z
      .string()
      .nullable()
      .describe('Of the member, while they belong to the organisation; of the key, also once it is revoked'),
  }),
  total: z.int().nullable().describe('Contacts or runs, as counted when the job began; null before'),
  done: z.int(),
  skipped: z.int().describe('Kept out by the re-entry policy, or with nothing to do'),
  failed: z.int(),
  error: z.string().nullable().describe('Why the job failed, for example `no_trigger`'),
  workflowId: z.string(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
});

/** Exactly one of contactIds, tag, segmentId and all. */
export const enrolBody = z
  .strictObject({
    contactIds: z.array(id).min(1).max(MAX_IDS).optional(),
    tag: z.string().trim().min(1).max(64).optional(),
    segmentId: id.optional(),
    all: z.literal(true).optional(),
    triggerNodeId: z
      .string()
      .min(1)
      .max(64)
      .nullish()
      .describe('The trigger by which they enter; left out: the flow’s manual one'),
    data: z
      .record(z.string().min(1).max(64), z.union([z.string().max(1_000), z.number(), z.boolean(), z.null()]))
      .optional()
      .describe('What the runs see as `{{ trigger.<name> }}`'),
  })
  .refine(
    ({ contactIds, tag, segmentId, all }) =>
      [contactIds, tag, segmentId, all].filter((given) => given !== undefined).length === 1,
    { message: 'must name exactly one of contactIds, tag, segmentId, all', path: ['contactIds'] },
  );

export const runFilter = z.strictObject({
  versions: z.array(z.int().min(1)).min(1).max(100).optional().describe('Numbers of versions'),
  nodeId: z.string().min(1).max(200).optional().describe('The step where they are'),
  runIds: z.array(id).min(1).max(MAX_IDS).optional(),
});

export const flowJobBody = z
  .strictObject({
    kind: z.enum(['exit', 'retry', 'skip', 'move']),
    filter: runFilter.default({}).describe('Which runs in progress; left out: all of the flow'),
    toVersion: z.int().min(1).optional().describe('Of `move`: the version to go on with'),
  })
  .refine(({ kind, toVersion }) => (kind === 'move') === (toVersion !== undefined), {
    message: 'is needed for move, and only for that',
    path: ['toVersion'],
  });

export type JobAudience = z.infer<typeof jobAudience>;
export type FlowJob = z.infer<typeof flowJob>;
