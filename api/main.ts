/** Entry of the API process. Settings come from the environment (`platform/config.ts`, `.env.example`). */
import { ConfigError, readApiConfig } from '../platform/config.ts';
import { createLogger } from '../platform/log.ts';
import { readRateLimits } from './rate-limit/limits.ts';
import { ListenError, startApi } from './start.ts';

/** Requests get 4 s to finish, connections 1 s to close. */
const STOP_WITHIN_MS = 5_000;

try {
  const config = readApiConfig(process.env);
  const log = createLogger('api', config.LOG_LEVEL);
  const api = await startApi(config, readRateLimits(process.env), log);
  log.info({ url: api.url, metricsUrl: api.metricsUrl }, 'The API listens');

  let isStopping = false;
  const stop = (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'The API stops');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    api.stop().then(
      () => process.exit(0),
      (err: unknown) => {
        log.error({ err }, 'The API could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof ListenError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
