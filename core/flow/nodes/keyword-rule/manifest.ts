import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { keywordLimits, keywordList, keywordSummary } from '../keyword-trigger/manifest.ts';
import { label } from '../shared/fields.ts';

const schema = z.strictObject({ label, keywords: keywordList });

export type KeywordRuleData = z.infer<typeof schema>;

export const manifest: NodeManifest<'keyword-rule', KeywordRuleData> = {
  type: 'keyword-rule',
  typeVersion: 1,
  family: 'rule',
  title: 'Keyword at any time',
  docs: 'While the flow waits for an answer, one of these words leads here instead, and what was answered before is kept. What the person chooses by a button or its title still counts as the answer. "Go back" asks the interrupted question again.',
  schema,
  defaults: () => ({ keywords: [{ match: 'exact', text: '' }] }),
  ports: () => [{ id: 'next', label: 'Leads to' }],
  summary: (data) => keywordSummary(data.keywords, 'Whenever someone answers'),
  limits: keywordLimits,
  clock: () => ({ kind: 'instant' }),
};
