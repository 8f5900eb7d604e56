import { randomBytes } from 'node:crypto';

/**
 * Titles and HTTP statuses of the codes that the simulator can answer (reference section 8; the statuses are those of
 * Meta's documents of December 2025, later pages name none).
 */
const CATALOGUE: Record<number, { title: string; status: number }> = {
  0: { title: 'AuthException', status: 401 },
  1: { title: 'API Unknown', status: 400 },
  2: { title: 'API Service', status: 503 },
  4: { title: 'API Too Many Calls', status: 400 },
  10: { title: 'Permission Denied', status: 403 },
  100: { title: 'Invalid parameter', status: 400 },
  104: { title: 'An access token is required to request this resource.', status: 401 },
  190: { title: 'Invalid OAuth access token - Cannot parse access token', status: 401 },
  200: { title: 'API Permission', status: 403 },
  368: { title: 'Temporarily blocked for policies violations', status: 403 },
  613: { title: 'Calls to this api have exceeded the rate limit', status: 400 },
  2500: { title: 'Unknown path components', status: 400 },
  80007: { title: 'Rate limit issues', status: 400 },
  130429: { title: 'Rate limit hit', status: 400 },
  130472: { title: "User's number is part of an experiment", status: 400 },
  130497: { title: 'Business account is restricted from messaging users in this country.', status: 403 },
  131000: { title: 'Something went wrong', status: 500 },
  131005: { title: 'Access denied', status: 403 },
  131008: { title: 'Required parameter is missing', status: 400 },
  131009: { title: 'Parameter value is not valid', status: 400 },
  131016: { title: 'Service unavailable', status: 500 },
  131020: { title: 'Group not found', status: 400 },
  131021: { title: 'Recipient cannot be sender', status: 400 },
  131026: { title: 'Message undeliverable', status: 400 },
  131030: { title: 'Recipient phone number not in allowed list', status: 400 },
  131031: { title: 'Account has been locked', status: 403 },
  131042: { title: 'Business eligibility payment issue', status: 400 },
  131047: { title: 'Re-engagement message', status: 400 },
  131048: { title: 'Spam rate limit hit', status: 400 },
  131049: { title: 'This message was not delivered to maintain healthy ecosystem engagement.', status: 400 },
  131050: { title: 'User has stopped receipt of marketing messages', status: 400 },
  131051: { title: 'Unsupported message type', status: 400 },
  131052: { title: 'Media download error', status: 400 },
  131053: { title: 'Media upload error', status: 400 },
  131055: { title: 'Method not allowed', status: 400 },
  131056: { title: '(Business Account, Consumer Account) pair rate limit hit', status: 400 },
  131057: { title: 'Business Account is in maintenance mode', status: 500 },
  131059: { title: 'Invalid paging cursor', status: 400 },
  131062: { title: 'Business-scoped user id recipients are not supported for this message', status: 400 },
  132000: { title: 'Number of parameters does not match the expected number of params', status: 400 },
  132001: { title: 'Template name does not exist in the translation', status: 404 },
  132005: { title: 'Translated text too long', status: 400 },
  132007: { title: 'Template format character policy violated', status: 400 },
  132012: { title: 'Parameter format does not match format in the created template', status: 400 },
  132015: { title: 'Template is paused', status: 400 },
  132016: { title: 'Template is disabled', status: 400 },
  132018: { title: 'Template parameter validation failed', status: 400 },
  133004: { title: 'Server temporarily unavailable', status: 503 },
  133005: { title: 'Two step verification PIN mismatch', status: 400 },
  133010: { title: 'Phone number not registered', status: 400 },
  135000: { title: 'Generic user error', status: 400 },
};

/** Codes of the Graph API itself: their message carries no `(#code)` prefix and no error_data. */
const GRAPH_LEVEL = new Set([0, 1, 2, 104, 190, 2500]);

interface ErrorOptions {
  subcode?: number;
  status?: number;
  /** Replaces the title in `message`. */
  message?: string;
  type?: 'OAuthException' | 'GraphMethodException';
  userTitle?: string;
  userMessage?: string;
  retryAfterSeconds?: number;
}

/** An answer of the Graph API that is not success. `code` is Meta's. */
export class GraphError extends Error {
  readonly code: number;
  readonly status: number;
  readonly details: string | undefined;
  readonly options: ErrorOptions;

  constructor(code: number, details?: string, options: ErrorOptions = {}) {
    super(details ?? errorTitle(code));
    this.code = code;
    this.details = details;
    this.status = options.status ?? CATALOGUE[code]?.status ?? 400;
    this.options = options;
  }

  /** Meta's error envelope (reference section 1.3). */
  toBody(): { error: Record<string, unknown> } {
    const { code, details, options } = this;
    const isGraphLevel = GRAPH_LEVEL.has(code) || options.type === 'GraphMethodException';
    const title = options.message ?? errorTitle(code);
    const error: Record<string, unknown> = {
      message: isGraphLevel ? title : `(#${code}) ${title}`,
      type: options.type ?? 'OAuthException',
      code,
    };
    if (!isGraphLevel && details !== undefined) error.error_data = { messaging_product: 'whatsapp', details };
    if (options.subcode !== undefined) error.error_subcode = options.subcode;
    if (this.status >= 500) error.is_transient = true;
    if (options.userTitle !== undefined) error.error_user_title = options.userTitle;
    if (options.userMessage !== undefined) error.error_user_msg = options.userMessage;
    error.fbtrace_id = `A${randomBytes(16).toString('base64url')}`;
    return { error };
  }
}

/** Meta's title of a code, also used in the `errors` of a failed status. */
export function errorTitle(code: number): string {
  return CATALOGUE[code]?.title ?? 'Something went wrong';
}

/** An object id that doesn't exist or can't be seen with this token (code 100, subcode 33). */
export function unknownObject(method: string, id: string): GraphError {
  return new GraphError(100, undefined, {
    type: 'GraphMethodException',
    subcode: 33,
    message:
      `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to ` +
      'missing permissions, or does not support this operation. Please read the Graph API documentation at ' +
      'https://developers.facebook.com/docs/graph-api',
  });
}

/** Code 100 with the sentence both in `message` and in `details`, as the Graph API puts it. */
export function invalidParameter(sentence: string): GraphError {
  return new GraphError(100, sentence, { message: sentence });
}

/** Code 131009: a member is there but its value can't be used. */
export function invalidValue(sentence: string): GraphError {
  return new GraphError(131009, sentence);
}
