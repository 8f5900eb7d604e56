/** Shapes of the API around published versions of flows: what changed, who stands where, what a move would do. */
import { z } from 'zod';
import { flow } from './schemas.ts';

/** As it stands in a path: 1, 2, 3. */
export const versionNumber = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .describe('Number of a published version');

export const flowChange = z.object({
  kind: z.string().describe('What sort of change, for example `nodeChanged`'),
  nodeId: z.string().nullable().describe('The step it concerns; null for the flow as a whole'),
  title: z.string().describe('The name of the step, or of what changed'),
  words: z.string().describe('What changed, in a sentence'),
});

export const flowDiff = z.object({
  /** Numbers of the versions; null stands for the draft, or for nothing when no version was published yet. */
  before: z.int().nullable(),
  after: z.int().nullable(),
  changes: z.array(flowChange),
});

export const flowStanding = z.object({
  /** Runs that have not ended; a person has one in most flows. */
  total: z.int(),
  places: z.array(
    z.object({
      version: z.int(),
      nodeId: z.string().nullable().describe('Null: they have yet to begin'),
      startsAt: z.string().nullable().describe('The trigger of those who have yet to begin; null for others'),
      people: z.int(),
      needAttention: z.int().describe('Of these: stopped at a step that failed'),
    }),
  ),
});

export const flowMovePreview = z.object({
  to: z.int(),
  /** People by what would happen to them. */
  kept: z.int().describe('They stay where they are'),
  moved: z.int().describe('They go on at another step'),
  gone: z.int().describe('Their step has no counterpart: they finish on the old version'),
  places: z.array(
    z.object({
      version: z.int(),
      nodeId: z.string().nullable(),
      title: z.string(),
      people: z.int(),
      outcome: z.enum(['kept', 'moved', 'gone']),
      toNodeId: z.string().nullable(),
      toTitle: z.string().nullable(),
      words: z.string(),
    }),
  ),
});

export const importedFlow = z.object({
  flow,
  needs: z
    .array(
      z.object({
        kind: z.enum(['template', 'attribute', 'tag', 'secret', 'segment', 'file', 'flow']),
        key: z.string(),
        title: z.string(),
        places: z.int().describe('How often the flow names it'),
        isMissing: z.boolean(),
        advice: z.string().nullable().describe('What to do, in a sentence; null when nothing is'),
        suggestion: z.string().nullable().describe('What may be meant instead'),
        counterpart: z
          .string()
          .nullable()
          .describe('What was found here by its name and stands for it now; null when nothing had to be'),
      }),
    )
    .describe('What the flow names of its organisation; what is missing here comes first'),
});

export type FlowDiff = z.infer<typeof flowDiff>;
export type FlowStanding = z.infer<typeof flowStanding>;
export type FlowMovePreview = z.infer<typeof flowMovePreview>;
