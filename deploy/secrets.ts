/**
 * `npm run secrets`: the secrets of Meta apps, which belong to the deployment and to no organisation. Values come from standard input,
 * never from the command line, where other users of the machine could read them. Needs DATABASE_ADMIN_URL and PARLEY_MASTER_KEY.
 */
import postgres from 'postgres';
import { text } from 'node:stream/consumers';
import { isMasterKey, sealSecret, secretContext } from '../platform/secrets/envelope.ts';

const USAGE = `npm run secrets -- app-secret <app key>      read the app's new secret from standard input; the old one stays valid beside it
npm run secrets -- drop-previous <app key>   no longer accept the secret before
npm run secrets -- verify-token <app key>    read the token of the webhook handshake from standard input
`;

const [command, appKey] = process.argv.slice(2);
if (!command || !appKey || !/^[a-z0-9][a-z0-9_-]{0,62}$/.test(appKey)) fail(USAGE);
const masterKeys = required('PARLEY_MASTER_KEY');
if (!isMasterKey(masterKeys)) fail('PARLEY_MASTER_KEY is not 32 bytes in base64: see .env.example.\n');
const sql = postgres(required('DATABASE_ADMIN_URL'), { max: 1, onnotice: () => {} });
try {
  process.stdout.write(await run(command, appKey));
} finally {
  await sql.end();
}

async function run(command: string, appKey: string): Promise<string> {
  if (command === 'app-secret') {
    const envelope = sealSecret(masterKeys, secretContext.appSecret(appKey), await readValue());
    const { count } = await sql`
      update private.meta_apps set previous_app_secret = app_secret, app_secret = ${envelope} where app_key = ${appKey}`;
    if (count > 0) return 'The new secret is in use within ten seconds; the old one is accepted beside it.\n';
    // A webhook handshake needs a token as well: a random one until it is set.
    const verifyToken = sealSecret(masterKeys, secretContext.verifyToken(appKey), crypto.randomUUID());
    await sql`
      insert into private.meta_apps (app_key, app_secret, verify_token) values (${appKey}, ${envelope}, ${verifyToken})`;
    return `The app ${appKey} is new here; set its verify token as well.\n`;
  }
  if (command === 'drop-previous') {
    await sql`update private.meta_apps set previous_app_secret = null where app_key = ${appKey}`;
    return 'Only the current secret is accepted.\n';
  }
  if (command === 'verify-token') {
    const envelope = sealSecret(masterKeys, secretContext.verifyToken(appKey), await readValue());
    const { count } =
      await sql`update private.meta_apps set verify_token = ${envelope} where app_key = ${appKey}`;
    return count > 0 ? 'The token is set.\n' : fail(`There is no app ${appKey}: set its secret first.\n`);
  }
  return fail(USAGE);
}

async function readValue(): Promise<string> {
  const value = (await text(process.stdin)).trim();
  return value.length > 0 ? value : fail('Nothing came from standard input.\n');
}

function required(name: string): string {
  return process.env[name] ?? fail(`${name} is not set: see .env.example.\n`);
}

function fail(message: string): never {
  process.stderr.write(message);
  process.exit(1);
}
