import { fileURLToPath } from 'node:url';
import { DEMO } from './demo.ts';

/** Everything the processes of a stack must know about each other. */
export type StackSettings = {
  database: {
    adminUrl: string;
    apiUrl: string;
    workerUrl: string;
    apiDirectUrl?: string;
    workerDirectUrl?: string;
  };
  supabase: { url: string; publishableKey: string; secretKey: string; jwtSecret?: string };
  temporal: { address: string; namespace: string };
  graphUrl: string;
  /** Where mails go. */
  smtpUrl: string;
  /** The studio's address for people; the API's own when not given. */
  studioUrl?: string;
  /** Pages that the studio links to, where they exist. */
  links?: { temporalUi?: string; simulator?: string };
  masterKey: string;
  /** Where the simulator keeps chats and windows over a restart; in memory only when not given. */
  simulatorDataFile?: string;
  ports: { api: number; apiMetrics: number; workerMetrics: number; simulator: number };
  logLevel: string;
};

export type OurPart = 'api' | 'worker' | 'simulator';

/** The source file that each of our own parts starts from, relative to the repository. */
export const ENTRY_POINTS: Record<OurPart, string> = {
  api: 'api/main.ts',
  worker: 'worker/main.ts',
  simulator: 'simulator/main.ts',
};

/** The URL that answers 200 when the part can do its work. */
export function readyUrl(part: OurPart, { ports }: Pick<StackSettings, 'ports'>): string {
  const byPart = {
    api: `http://127.0.0.1:${ports.api}/readyz`,
    worker: `http://127.0.0.1:${ports.workerMetrics}/readyz`,
    simulator: `http://127.0.0.1:${ports.simulator}/_sim/stats`,
  };
  return byPart[part];
}

/**
 * V8 keeps what it was once given: with these limits our processes stay at half the memory they take without, at a few percent more CPU
 * (npm run bench, group `cost`).
 */
const NODE_OPTIONS: Record<OurPart | 'supabase', string> = {
  api: '--max-semi-space-size=4 --max-old-space-size=192',
  worker: '--max-semi-space-size=4 --max-old-space-size=256',
  simulator: '--max-semi-space-size=4 --max-old-space-size=384',
  supabase: '--max-semi-space-size=4 --max-old-space-size=128',
};

/** What V8 made of the sources stays for the next start, which then takes half the time. It goes with the packages. */
const NODE_COMPILE_CACHE = fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url));

/** The variables one of our own parts is configured by; each gets only what it needs. */
export function partEnvironment(part: OurPart, settings: StackSettings): Record<string, string> {
  const { database, supabase, temporal, ports } = settings;
  if (part === 'simulator') {
    return {
      NODE_OPTIONS: NODE_OPTIONS.simulator,
      NODE_COMPILE_CACHE,
      SIM_PORT: `${ports.simulator}`,
      ...(settings.simulatorDataFile ? { SIM_DATA_FILE: settings.simulatorDataFile } : {}),
      SIM_WEBHOOK_URL: `http://127.0.0.1:${ports.api}/webhooks/whatsapp/${DEMO.appKey}`,
    };
  }
  const shared = {
    NODE_OPTIONS: NODE_OPTIONS[part],
    NODE_COMPILE_CACHE,
    SUPABASE_URL: supabase.url,
    SUPABASE_PUBLISHABLE_KEY: supabase.publishableKey,
    SUPABASE_SECRET_KEY: supabase.secretKey,
    ...(supabase.jwtSecret ? { SUPABASE_JWT_SECRET: supabase.jwtSecret } : {}),
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    WHATSAPP_GRAPH_URL: settings.graphUrl,
    PARLEY_MASTER_KEY: settings.masterKey,
    LOG_LEVEL: settings.logLevel,
  };
  if (part === 'worker') {
    return {
      ...shared,
      DATABASE_URL: database.workerUrl,
      DATABASE_DIRECT_URL: database.workerDirectUrl ?? database.workerUrl,
      SMTP_URL: settings.smtpUrl,
      STUDIO_URL: studioUrlOf(settings),
      WORKER_METRICS_PORT: `${ports.workerMetrics}`,
    };
  }
  return {
    ...shared,
    DATABASE_URL: database.apiUrl,
    DATABASE_DIRECT_URL: database.apiDirectUrl ?? database.apiUrl,
    API_HOST: '127.0.0.1',
    API_PORT: `${ports.api}`,
    API_METRICS_PORT: `${ports.apiMetrics}`,
    ...(settings.links?.temporalUi ? { TEMPORAL_UI_URL: settings.links.temporalUi } : {}),
    ...(settings.links?.simulator ? { SIMULATOR_URL: settings.links.simulator } : {}),
  };
}

/** The variables of the local Supabase gateway (`local/supabase/main.ts`). */
export function supabaseEnvironment(
  settings: StackSettings,
  options: { storageDir: string; smtpPort: number },
): Record<string, string> {
  const { database, supabase } = settings;
  return {
    NODE_OPTIONS: NODE_OPTIONS.supabase,
    NODE_COMPILE_CACHE,
    PORT: new URL(supabase.url).port,
    DATABASE_ADMIN_URL: database.adminUrl,
    SUPABASE_JWT_SECRET: supabase.jwtSecret ?? '',
    SUPABASE_PUBLISHABLE_KEY: supabase.publishableKey,
    SUPABASE_SECRET_KEY: supabase.secretKey,
    STORAGE_DIR: options.storageDir,
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: `${options.smtpPort}`,
    SITE_URL: studioUrlOf(settings),
  };
}

function studioUrlOf({ studioUrl, ports }: StackSettings): string {
  return studioUrl ?? `http://127.0.0.1:${ports.api}`;
}

/** What a process needs from the machine and nothing of what its user may have configured for Parley. */
export function bareEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'USER', 'LANG', 'TMPDIR', 'TZ', 'XDG_CACHE_HOME', 'SystemRoot'];
  return Object.fromEntries(kept.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
