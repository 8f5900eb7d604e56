import type { z } from 'zod';

/** A control request that can't be served; `message` is one sentence for the person who made it. */
export class ControlError extends Error {
  readonly code: string;
  readonly status: number;
  readonly field: string | undefined;

  constructor(status: number, code: string, sentence: string, field?: string) {
    super(sentence);
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

/** Checks a body; throws 422 with a sentence that names the first field that is wrong. */
export function parseBody<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  const where = field === '' ? 'The body' : `The field "${field}"`;
  throw new ControlError(
    422,
    'invalid_body',
    `${where} is not valid: ${issue?.message ?? 'unknown reason'}.`,
    field || undefined,
  );
}
