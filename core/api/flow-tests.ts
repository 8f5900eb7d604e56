/** Shapes of the API around scripted conversations (`core/flow/scripts.ts`). */
import { z } from 'zod';

/** What one request may ask for. */
export const FLOW_TEST_LIMITS = {
  conversations: 50,
  steps: 200,
  transcriptLines: 500,
  failures: 20,
} as const;

export const flowTestBody = z.strictObject({
  version: z.int().min(1).nullish().describe('Of a published version; the draft when left out'),
  script: z
    .record(z.string(), z.unknown())
    .describe(
      'What stands in a file `*.test.json` of `npm run flows`: `format`, `formatVersion`, `conversations`. At most 50 conversations of 200 steps',
    ),
});

export const flowTestExample = {
  script: {
    format: 'parley-flow-test',
    formatVersion: 1,
    conversations: [
      {
        name: 'Somebody says hello',
        steps: [{ say: 'Hello' }, { expect: { text: 'How can we help?' } }],
      },
    ],
  },
};

export const flowTestResult = z.object({
  passed: z.boolean(),
  conversations: z.array(
    z.object({
      name: z.string(),
      passed: z.boolean(),
      failures: z
        .array(z.object({ step: z.int().min(1), message: z.string() }))
        .describe('What differs from what was expected, the first difference first; at most 20'),
      transcript: z.array(z.string()).describe('What happened, a line each; at most 500'),
    }),
  ),
});
export type FlowTestResult = z.infer<typeof flowTestResult>;
