/** Shapes of the API around message templates. Components are Meta's own. */
import { z } from 'zod';
import { parameterFormats, templateCategories } from '../messaging/template-definition.ts';
import { id } from './schemas.ts';

const category = z.enum(templateCategories);
const parameterFormat = z.enum(parameterFormats);

export const template = z.object({
  id,
  wabaId: id,
  name: z.string(),
  language: z.string(),
  status: z
    .string()
    .describe(
      'Meta’s own state, for example PENDING, APPROVED, REJECTED or PAUSED; DELETED: Meta has it no more',
    ),
  category,
  nextCategory: category
    .nullable()
    .describe('The category that Meta has announced, for what is sent from about a day later on'),
  quality: z.string().nullable().describe('GREEN, YELLOW, RED or UNKNOWN, as people react to it'),
  rejectedReason: z.string().nullable().describe('Meta’s code, for example INVALID_FORMAT'),
  advice: z.string().nullable().describe('What Meta said in words about a rejection or pause'),
  parameterFormat,
  components: z.array(z.record(z.string(), z.unknown())),
  isSample: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

/** Generous: what exactly is allowed says `core/messaging/template-definition.ts`, in words. */
const words = z.string().max(4_096);
const namedExamples = z.array(z.strictObject({ param_name: z.string().max(64), example: words })).max(99);
const samples = z.array(words).max(99);

const button = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('QUICK_REPLY'), text: words }),
  z.strictObject({ type: z.literal('URL'), text: words, url: words, example: samples.optional() }),
  z.strictObject({ type: z.literal('PHONE_NUMBER'), text: words, phone_number: z.string().max(40) }),
  z.strictObject({ type: z.literal('COPY_CODE'), example: words }),
  z.strictObject({ type: z.literal('OTP'), otp_type: z.literal('COPY_CODE'), text: words.optional() }),
]);

const header = z.discriminatedUnion('format', [
  z.strictObject({
    type: z.literal('HEADER'),
    format: z.literal('TEXT'),
    text: words,
    example: z
      .strictObject({ header_text: samples.optional(), header_text_named_params: namedExamples.optional() })
      .optional(),
  }),
  z.strictObject({
    type: z.literal('HEADER'),
    format: z.enum(['IMAGE', 'VIDEO', 'DOCUMENT']),
    example: z.strictObject({ header_handle: z.array(z.string().min(1).max(4_096)).length(1) }),
  }),
  z.strictObject({ type: z.literal('HEADER'), format: z.literal('LOCATION') }),
]);

const component = z.union([
  header,
  z.strictObject({
    type: z.literal('BODY'),
    text: words.optional(),
    example: z
      .strictObject({
        body_text: z.array(samples).max(1).optional(),
        body_text_named_params: namedExamples.optional(),
      })
      .optional(),
    add_security_recommendation: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('FOOTER'),
    text: words.optional(),
    code_expiration_minutes: z.int().min(-1_000).max(1_000).optional(),
  }),
  z.strictObject({ type: z.literal('BUTTONS'), buttons: z.array(button).min(1).max(20) }),
]);

const components = z.array(component).min(1).max(8);

export const newTemplate = z.strictObject({
  wabaId: id.describe('The account that it belongs to'),
  name: z.string().min(1).max(600).describe('Lower-case letters, digits and underscores'),
  language: z.string().min(2).max(16).describe('For example en_US'),
  category,
  parameterFormat: parameterFormat.default('POSITIONAL'),
  components,
});

/** Components are replaced as a whole; what is left out stays. */
export const templateChange = z
  .strictObject({ category: category.optional(), components: components.optional() })
  .refine((change) => Object.keys(change).length > 0, 'Give a category or components.');

export const templateExample = {
  name: 'visit_reminder',
  language: 'en_US',
  category: 'UTILITY',
  components: [
    {
      type: 'BODY',
      text: 'Hi {{1}}, see you on {{2}} at the clinic.',
      example: { body_text: [['Maya', 'Tuesday']] },
    },
    { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'I can’t come' }] },
  ],
} as const;

export type Template = z.infer<typeof template>;
export type NewTemplate = z.input<typeof newTemplate>;
