import { readFile } from 'node:fs/promises';
import postgres from 'postgres';

/**
 * Gives a plain Postgres what a hosted Supabase has before our migrations. Repeating it changes nothing.
 * @param adminUrl connection as a superuser
 */
export async function bootstrapSupabase(adminUrl: string): Promise<void> {
  const script = await readFile(new URL('./bootstrap.sql', import.meta.url), 'utf8');
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtext('parley.bootstrap'))`;
      await tx.unsafe(script);
    });
  } finally {
    await sql.end();
  }
}

/**
 * Lets roles that our migrations create log in to the local database; migrations hold no passwords.
 * @returns the connection address of each role
 */
export async function allowLocalLogins<Role extends string>(
  adminUrl: string,
  passwords: Record<Role, string>,
): Promise<Record<Role, string>> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    const urls = {} as Record<Role, string>;
    for (const role of Object.keys(passwords) as Role[]) {
      const [command] = await sql<{ text: string }[]>`
        select format('alter role %I login password %L', ${role}::text, ${passwords[role]}::text) as text`;
      await sql.unsafe(command!.text);
      const url = new URL(adminUrl);
      url.username = role;
      url.password = encodeURIComponent(passwords[role]);
      urls[role] = url.href;
    }
    return urls;
  } finally {
    await sql.end();
  }
}
