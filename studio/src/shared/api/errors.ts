import type { Problem } from '../../../../core/api/schemas.ts';

/** An answer of the API that is not a success, or no answer at all (`status` 0, code `network_error`). */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly code: string;
  readonly status: number;
  readonly title: string;
  /** Tell it to whoever runs the server: it finds the request in the log. */
  readonly requestId: string | null;
  readonly fields: readonly { field: string; message: string }[];
  /** The problem document as it came: some codes carry more, for example `problems` of `flow_has_errors`. */
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Partial<Problem> & Record<string, unknown>, cause?: unknown) {
    const title = body.title ?? `The server answered ${status}`;
    super(body.detail ?? title, { cause });
    this.status = status;
    this.code = body.code ?? `http_${status}`;
    this.title = title;
    this.requestId = body.requestId ?? null;
    this.fields = body.errors ?? [];
    this.body = body;
  }

  /** Trying the same request again may help. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Any thrown value as a sentence for people. */
export function errorText(error: unknown): string {
  if (error instanceof ApiError) {
    const [field] = error.fields;
    return field && error.status === 422
      ? `${error.message} (${field.field}: ${field.message})`
      : error.message;
  }
  return error instanceof Error ? error.message : String(error);
}
