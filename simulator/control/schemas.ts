import { z } from 'zod';

const phone = z
  .union([z.string(), z.number()])
  .transform((value) => String(value).replace(/[+\-()\s]/g, ''))
  .pipe(z.string().regex(/^\d{5,20}$/, 'must be a phone number'));
/** A phone number or, for people who hide theirs, a business-scoped user id. */
const address = z.union([phone, z.string().regex(/^[A-Z]{2}\.[A-Za-z0-9.]{1,131}$/)]);
const metaPhoneNumberId = z.string().regex(/^\d{1,32}$/, 'must be digits');
const wamid = z.string().min(1);

export const inboundSchema = z
  .strictObject({
    from: phone,
    name: z.string().max(200).optional(),
    metaPhoneNumberId: metaPhoneNumberId.optional(),
    text: z.string().min(1).max(65_536).optional(),
    message: z.looseObject({ type: z.string().min(1) }).optional(),
    press: z.strictObject({ wamid, id: z.string().min(1) }).optional(),
    quickReply: z.strictObject({ wamid, index: z.number().int().min(0).max(9) }).optional(),
    /** A WhatsApp Flow that a message opened is submitted with these answers. */
    form: z.strictObject({ wamid, answers: z.record(z.string().max(200), z.unknown()) }).optional(),
    /** What a cart held when it was sent; prices are the catalogue's. */
    order: z
      .strictObject({
        items: z
          .array(z.strictObject({ productId: z.string().min(1), quantity: z.number().int().min(1).max(999) }))
          .min(1)
          .max(100),
        note: z.string().max(1024).optional(),
      })
      .optional(),
    /** Unix seconds; now when left out. */
    timestamp: z
      .union([
        z.number().int().min(0),
        z
          .string()
          .regex(/^\d{1,12}$/)
          .transform(Number),
      ])
      .optional(),
    /** A username, and whether the phone number is kept from the business. */
    username: z.string().min(1).max(64).optional(),
    phoneHidden: z.boolean().optional(),
  })
  .refine(
    (body) =>
      [body.text, body.message, body.press, body.quickReply, body.form, body.order].filter(
        (part) => part !== undefined,
      ).length === 1,
    { message: 'give exactly one of text, message, press, quickReply, form and order' },
  );

export const readSchema = z.strictObject({
  to: address,
  wamid: wamid.optional(),
  metaPhoneNumberId: metaPhoneNumberId.optional(),
  /** True for a voice note that was listened to: the status is `played`. */
  played: z.boolean().optional(),
});

const positive = z.number().int().min(1).max(100_000);
const delay = z.number().int().min(0).max(3_600_000);
const always = z.literal(true);

const action = z.union(
  [
    z.strictObject({
      error: z
        .strictObject({
          status: z.number().int().min(400).max(599),
          code: z.number().int().min(0).optional(),
          subcode: z.number().int().optional(),
          retryAfter: z.number().int().min(0).optional(),
          details: z.string().optional(),
          text: z.string().optional(),
        })
        .refine((error) => error.code !== undefined || error.text !== undefined, {
          message: 'give a code or a text',
        }),
    }),
    z.strictObject({ delayMs: delay }),
    z.strictObject({ dropBefore: always }),
    z.strictObject({ timeoutAfterAccept: always }),
    z.strictObject({
      failAfterAccept: z.strictObject({ code: z.number().int().min(1), details: z.string().optional() }),
    }),
    z.strictObject({
      webhook: z.enum(['duplicate', 'reorder', 'batch', 'drop', 'delay']),
      ms: delay.optional(),
      n: positive.optional(),
    }),
  ],
  {
    error:
      'must be {error: {status, code, subcode?, retryAfter?}}, {delayMs}, {dropBefore: true}, {timeoutAfterAccept: true}, ' +
      '{failAfterAccept: {code}} or {webhook: "duplicate" | "reorder" | "batch" | "drop" | "delay", ms?, n?}',
  },
);

export const faultSchema = z.strictObject({
  match: z
    .strictObject({
      to: address.optional(),
      type: z.string().min(1).optional(),
      metaPhoneNumberId: metaPhoneNumberId.optional(),
    })
    .default({}),
  /** How often it strikes; left out, until it is deleted. */
  times: positive.optional(),
  action,
});

export const outboundQuerySchema = z.strictObject({
  to: address.optional(),
  metaPhoneNumberId: metaPhoneNumberId.optional(),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(100),
});

export const threadQuerySchema = z.strictObject({
  with: address,
  metaPhoneNumberId: metaPhoneNumberId.optional(),
});

export const numberSchema = z.strictObject({
  metaPhoneNumberId,
  displayPhoneNumber: z.string().regex(/^\+?[\d\s()-]{5,30}$/, 'must be a phone number'),
  wabaId: metaPhoneNumberId.optional(),
  verifiedName: z.string().min(1).max(120).default('Second number'),
  /** A token that is accepted from now on, besides those that are already. */
  accessToken: z.string().min(1).optional(),
});

export const catalogSchema = z.strictObject({
  catalogId: z.string().min(1).max(256),
  wabaId: metaPhoneNumberId.optional(),
  products: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(256),
        name: z.string().min(1).max(200),
        price: z.number().min(0),
        currency: z.string().regex(/^[A-Z]{3}$/),
      }),
    )
    .max(1_000),
});

export const templateSchema = z
  .strictObject({
    name: z.string().min(1),
    language: z.string().default('en_US'),
    wabaId: metaPhoneNumberId.optional(),
    status: z.enum(['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED']).optional(),
    reason: z.string().default('NONE'),
    qualityScore: z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']).optional(),
    /** True holds sends for quality assessment, false lets them go. */
    held: z.boolean().optional(),
  })
  .refine((body) => body.status !== undefined || body.qualityScore !== undefined || body.held !== undefined, {
    message: 'give status, qualityScore or held',
  });
