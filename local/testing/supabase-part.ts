import { join } from 'node:path';
import { bareEnvironment, supabaseEnvironment, type StackSettings } from '../environment.ts';
import { stackPart, type StackPart } from './stack-part.ts';

/** The Supabase gateway of a test stack. Its mails go to `smtpPort`, where a test may listen. */
export function supabasePart(
  settings: StackSettings,
  smtpPort: number,
  root: string,
  folder: string,
): StackPart {
  return stackPart({
    name: 'supabase',
    command: process.execPath,
    args: ['local/supabase/main.ts'],
    cwd: root,
    env: {
      ...bareEnvironment(),
      ...supabaseEnvironment(settings, { storageDir: join(folder, 'storage'), smtpPort }),
    },
    readyUrl: `${settings.supabase.url}/auth/v1/health`,
    readyHeaders: { apikey: settings.supabase.publishableKey },
    logFile: join(folder, 'supabase.log'),
  });
}
