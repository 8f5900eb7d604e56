/** Schema version 1 to 2: rules say more about who may enter and what ends a run. */
import type { Migration } from './contract.ts';

export const rules: Migration = (doc) => {
  const before = (doc['rules'] ?? {}) as { reentry?: unknown; priority?: unknown; exitOnReply?: unknown };
  return {
    ...doc,
    rules: {
      priority: before.priority ?? 0,
      reentry: { kind: before.reentry ?? 'whenIdle' },
      overlap: 'wait',
      exitOn: { reply: before.exitOnReply === true, tags: [], events: [], goals: [] },
      timeoutMs: null,
      quietHours: null,
      frequencyCap: null,
    },
  };
};
