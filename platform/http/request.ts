/** What goes into and comes out of the guarded client. */

export interface GuardedHeader {
  name: string;
  value: string;
  /** Stays with the origin that it was meant for. */
  isSecret: boolean;
}

export interface GuardedRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  url: string;
  headers: GuardedHeader[];
  body: string | null;
  /** For everything: name, connection, redirects, the whole answer. */
  timeoutMs: number;
  /** Left out: yes. No: an answer that redirects is the answer. */
  followsRedirects?: boolean;
  /** Left out: MAX_RESPONSE_BYTES. */
  maxResponseBytes?: number;
  /** Ends the request early; one that aborts with a TimeoutError counts as this request's time-out. */
  signal?: AbortSignal;
}

export interface GuardedResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** Decompressed, at most `maxResponseBytes`. */
  body: Buffer;
  /** The answer was longer. */
  isCut: boolean;
}
