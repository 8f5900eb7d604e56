import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LocalError } from '../process/errors.ts';

const secretsSchema = z.object({
  masterKey: z.base64(),
  jwtSecret: z.string().min(32),
  apiPassword: z.string().min(16),
  workerPassword: z.string().min(16),
});

export type Secrets = z.output<typeof secretsSchema>;

/**
 * The local stack's secrets, made once and kept in `secrets.json` (readable by its owner only), because data in the
 * database is encrypted with one of them.
 * @throws LocalError `bad_environment` when the file is damaged
 */
export async function loadSecrets(localDir: string): Promise<Secrets> {
  const file = join(localDir, 'secrets.json');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return createSecrets(localDir, file);
  try {
    return secretsSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new LocalError(
      'bad_environment',
      `${file} is damaged: restore it, or run "npm run reset" to begin with empty data.`,
      { cause },
    );
  }
}

async function createSecrets(localDir: string, file: string): Promise<Secrets> {
  const secrets: Secrets = {
    masterKey: randomBytes(32).toString('base64'),
    jwtSecret: randomBytes(48).toString('base64url'),
    apiPassword: randomBytes(24).toString('hex'),
    workerPassword: randomBytes(24).toString('hex'),
  };
  await mkdir(localDir, { recursive: true });
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await chmod(partial, 0o600); // whatever the umask was
  await rename(partial, file);
  return secrets;
}
