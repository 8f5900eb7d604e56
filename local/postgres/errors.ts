/** Why the local Postgres could not start; `code` is stable, the message says what to do. */
export type PostgresErrorCode =
  | 'postgres_binaries_missing'
  | 'postgres_port_taken'
  | 'postgres_data_in_use'
  | 'postgres_data_other_version'
  | 'postgres_no_user'
  | 'postgres_init_failed'
  | 'postgres_start_failed';

export class PostgresError extends Error {
  readonly code: PostgresErrorCode;

  constructor(code: PostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PostgresError';
    this.code = code;
  }
}
