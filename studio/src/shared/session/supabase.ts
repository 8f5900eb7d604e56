import type { SupabaseClient } from '@supabase/supabase-js';
import { loadConfig } from '../api/config.ts';

let client: Promise<SupabaseClient> | null = null;

/** One client for Auth and Realtime; its data API is not used (the product's data come from `/v1` only). */
export function loadSupabase(): Promise<SupabaseClient> {
  client ??= start().catch((error: unknown) => {
    client = null;
    throw error;
  });
  return client;
}

async function start(): Promise<SupabaseClient> {
  const [{ createClient }, config] = await Promise.all([import('@supabase/supabase-js'), loadConfig()]);
  return createClient(config.supabaseUrl, config.supabasePublishableKey, {
    auth: {
      persistSession: true,
      autoRefreshToken: true,
      storageKey: 'parley.auth',
      detectSessionInUrl: false,
    },
    realtime: { params: { eventsPerSecond: 20 } },
  });
}
