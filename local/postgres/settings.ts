/** Server settings of the local database, sized for a shared two-core development machine. */
const BASE: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '', // one way in: TCP with a password
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '200',
  shared_buffers: '256MB',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  // Nobody replicates from here; Realtime reads a table, not the log.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  random_page_cost: '1.1',
  log_checkpoints: 'off',
  log_line_prefix: '',
};

/**
 * For throw-away databases: a crash of the machine may lose them. Commits stay synchronous, so that kill -9
 * of the server loses nothing and such tests mean something.
 */
const WITHOUT_FSYNC: Record<string, string> = {
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '64MB',
};

/** `-c name=value` arguments for the server. */
export function serverArguments(port: number, fsync: boolean): string[] {
  const settings = { ...BASE, ...(fsync ? {} : WITHOUT_FSYNC), port: String(port) };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/**
 * `C.UTF-8` of the builtin provider sorts by code point and folds case for all of Unicode, alike on every
 * machine; the C library's locales differ from one system to the next.
 */
export const INITDB_ARGUMENTS = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-instructions',
];
