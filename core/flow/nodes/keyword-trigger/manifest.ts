import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';
import { MESSAGE_FIELDS } from '../shared/message-fields.ts';
import { MAX_PATTERN_CHARACTERS } from './message.ts';

const keyword = z.strictObject({ match: z.enum(['exact', 'contains', 'regex']), text: z.string().max(200) });

export const keywordList = z.array(keyword).max(100);

const schema = z.strictObject({
  label,
  keywords: keywordList,
  /** Starts this flow even while another one talks with the person, and ends that one. */
  interrupts: z.boolean().optional(),
});

export type Keyword = z.infer<typeof keyword>;
export type KeywordTriggerData = z.infer<typeof schema>;

export const keywordLimits = {
  keywords: 50,
  keywordText: 100,
  pattern: 200,
  patterns: 20,
  patternCharacters: MAX_PATTERN_CHARACTERS,
};

/** @param before the words that stand before the keywords */
export function keywordSummary(keywords: readonly Keyword[], before: string): string {
  const words = keywords
    .filter((one) => one.text.trim() !== '')
    .map((one) => (one.match === 'regex' ? `/${one.text}/` : `"${one.text}"`));
  return words.length === 0 ? 'No keyword yet' : `${before} ${words.join(', ')}`;
}

export const manifest: NodeManifest<'keyword-trigger', KeywordTriggerData> = {
  type: 'keyword-trigger',
  typeVersion: 1,
  family: 'trigger',
  title: 'Keyword',
  docs: 'Starts the flow when a person writes one of these words. Case, accents and punctuation around the words do not count. A pattern is a regular expression that is looked for in the first 1,000 characters of the message; case does not count there either. How much work the patterns of all flows may make of one message is limited: use words where they will do.',
  schema,
  defaults: () => ({ keywords: [{ match: 'exact', text: '' }] }),
  ports: () => [{ id: 'next', label: 'Starts' }],
  summary: (data) => keywordSummary(data.keywords, 'When someone writes'),
  limits: keywordLimits,
  clock: () => ({ kind: 'instant' }),
  startsWithMessage: true,
  triggerFields: MESSAGE_FIELDS,
};
