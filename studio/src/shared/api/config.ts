/** What the server tells the studio at start, from `GET /config.json`. */
export interface StudioConfig {
  supabaseUrl: string;
  supabasePublishableKey: string;
  /** Null where no Temporal UI is reachable for users. */
  temporalUiUrl: string | null;
  temporalNamespace?: string;
  /** The phone page of the local simulator; null in production. */
  simulatorUrl: string | null;
}

let loading: Promise<StudioConfig> | null = null;

/** Loaded once; a failure is forgotten, so that a retry asks again. */
export function loadConfig(): Promise<StudioConfig> {
  loading ??= fetchConfig().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function fetchConfig(): Promise<StudioConfig> {
  const response = await fetch('/config.json', { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`The server did not give its settings (${response.status}).`);
  return (await response.json()) as StudioConfig;
}
