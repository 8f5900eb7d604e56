/**
 * The local stack: `npm start`, `npm run dev` (--dev), `npm run reset` (--reset).
 * Starts everything, keeps it running, and leaves no process behind.
 */
import { existsSync } from 'node:fs';
import { parseArgs, styleText } from 'node:util';
import { addresses } from './supervisor/addresses.ts';
import { partLogs } from './supervisor/console.ts';
import { startLocalStack, stackSettings } from './supervisor/local-stack.ts';
import { ROOT } from './supervisor/parts.ts';
import { checkPorts, portsInUse } from './supervisor/port-check.ts';
import { Register } from './supervisor/register.ts';
import { reset } from './supervisor/reset.ts';
import { loadSecrets } from './supervisor/secrets.ts';
import { readSettings, type Settings } from './supervisor/settings.ts';
import { stopParts } from './supervisor/shutdown.ts';
import type { Supervised } from './supervisor/supervised.ts';

/** Promised: 10 s from Ctrl-C to the end. */
const STOP_TIMEOUT_MS = 9_000;

process.chdir(ROOT);
try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { values } = parseArgs({ options: { dev: { type: 'boolean' }, reset: { type: 'boolean' } } });
  const settings = readSettings(process.env);
  process.exitCode = values.reset
    ? await reset(settings).then(() => 0)
    : await runStack(settings, values.dev === true);
} catch (error) {
  console.error(styleText('red', sentence(error)));
  process.exitCode = 1;
}
// Whatever may still hold the event loop (a started download, a socket) is of no more use.
process.exit();

/** Runs the stack until somebody stops it. Returns the exit code. */
async function runStack(settings: Settings, isDev: boolean): Promise<number> {
  const startedAt = performance.now();
  const logOf = partLogs();
  const register = new Register(settings.localDir);
  await register.takeOver(settings.localDir, logOf('parley'));
  const stopping = stopOnSignal();
  const parts: Supervised[] = [];
  // Last resort: also an exit that nobody planned takes the children along.
  process.on('exit', () => register.killAll());

  let code = 0;
  try {
    await checkPorts(portsInUse(settings, isDev));
    const secrets = await loadSecrets(settings.localDir);
    const stack = stackSettings(settings, secrets, isDev);
    const context = { settings, secrets, stack, isDev, logOf, register, signal: stopping.signal };
    const asked = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()));
    const started = startLocalStack(context, (part) => parts.push(part)).then(async () => {
      console.log(addresses(settings, { isDev, tookMs: performance.now() - startedAt }));
      await asked;
    });
    await Promise.race([started, asked]);
    started.catch(() => {}); // stopped while starting: what it says now is of no interest
  } catch (error) {
    console.error(styleText('red', sentence(error)));
    code = 1;
    stopping.abort(); // parts that are on their way give up
  }
  if (parts.length > 0) logOf('parley')('stopping everything');
  const inTime = await stopParts(parts, STOP_TIMEOUT_MS);
  if (!inTime) logOf('parley')('some parts did not stop in time and are killed');
  register.killAll();
  register.close();
  if (parts.length > 0) logOf('parley')('stopped');
  return code;
}

/** Aborted by Ctrl-C, by the usual signals, and when the process that launched us is gone. A second one ends at once. */
function stopOnSignal(): AbortController {
  const controller = new AbortController();
  let askedAt = 0;
  const stop = () => {
    // npm passes on the Ctrl-C that the terminal has sent us as well: that is still the first one.
    if (askedAt && performance.now() - askedAt > 1_000) process.exit(130);
    askedAt ||= performance.now();
    controller.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.once('disconnect', () => controller.abort());
  return controller;
}

function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Errors of our own say what to do; of others the stack is the only help.
  return 'code' in error && typeof error.code === 'string' ? error.message : (error.stack ?? error.message);
}
