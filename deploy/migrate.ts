/**
 * Brings a real database up to this version, before api and worker start: applies the migrations as the owner
 * (DATABASE_ADMIN_URL) and lets both roles log in with the passwords that stand in their own addresses
 * (API_DATABASE_URL, WORKER_DATABASE_URL). Repeating it changes nothing. Demo data is never loaded.
 */
import postgres from 'postgres';
import { migrate } from '../platform/db/migrate.ts';

const ROLES = { API_DATABASE_URL: 'parley_api', WORKER_DATABASE_URL: 'parley_worker' } as const;

const adminUrl = required('DATABASE_ADMIN_URL');
const logins = Object.entries(ROLES).map(([variable, role]) => ({
  role,
  password: passwordFor(variable, role),
}));

const { applied } = await migrate(adminUrl);
process.stdout.write(
  applied.length > 0 ? `Migrations applied: ${applied.join(', ')}\n` : 'No migration to apply.\n',
);
const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
try {
  for (const { role, password } of logins) {
    // `alter role` takes no parameters, so the server quotes the literals.
    const [row] = await sql<{ command: string }[]>`
      select format('alter role %I login password %L', ${role}::text, ${password}::text) as command`;
    if (row) await sql.unsafe(row.command);
  }
} finally {
  await sql.end();
}

function required(name: string): string {
  const value = process.env[name];
  if (value) return value;
  process.stderr.write(`${name} is not set: see .env.example.\n`);
  process.exit(1);
}

function passwordFor(variable: string, role: string): string {
  const url = URL.parse(required(variable));
  // Supabase's pooler takes the project's reference behind the role: parley_api.abcdef
  const user = decodeURIComponent(url?.username ?? '').split('.')[0];
  if (url?.password && user === role) return decodeURIComponent(url.password);
  process.stderr.write(
    `${variable} must be an address like postgres://${role}:password@host:5432/database.\n`,
  );
  process.exit(1);
}
