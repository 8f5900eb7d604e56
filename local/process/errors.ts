/** A reason why the local stack can't start or go on. The message is one sentence that says what to do. */
export class LocalError extends Error {
  readonly code: LocalErrorCode;

  constructor(code: LocalErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LocalError';
    this.code = code;
  }
}

export type LocalErrorCode =
  | 'port_taken'
  | 'bad_environment'
  | 'binary_missing'
  | 'cache_unusable'
  | 'command_failed'
  | 'not_ready'
  | 'crashed'
  | 'already_running';
