/** Shapes of the API around secrets that flows use by name. */
import { z } from 'zod';

/** A secret's name as people type it; it is kept in lower case. */
export const secretName = z.string().trim().min(1).max(200);

/** Whether a name can be one: what flow documents hold and the database accepts. */
export function isSecretName(name: string): boolean {
  return /^[a-z][a-z0-9_.-]{0,62}$/.test(name);
}

/**
 * It will stand in an HTTP header, so only visible ASCII and single lines are possible. Blanks and line breaks around it, as
 * they come with copying, are dropped.
 */
export const secretValue = z
  .string()
  .trim()
  .min(1, { error: 'The value is empty.' })
  .max(8_192, { error: 'At most 8192 characters.' })
  .regex(/^[\x20-\x7e]+$/, {
    error: 'Only visible ASCII characters in a single line: the value is sent in an HTTP header.',
  });

export const secret = z.object({
  name: z.string(),
  createdBy: z.uuid().nullable().describe('The person who set the value last; null when an API key did'),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export type Secret = z.infer<typeof secret>;
