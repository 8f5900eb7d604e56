/** When API keys were last used: noted in memory, told to the database at most once a minute a key, in nobody's way. */
import type { Sql } from '../../platform/db/pool.ts';
import type { Logger } from '../../platform/log.ts';

export interface KeyUses {
  note(keyId: string): void;
  /** Tells what is left. */
  stop(): Promise<void>;
}

const EVERY_MS = 60_000;
/** Uses that come within this time travel together. */
const GATHER_MS = 1_000;

export function createKeyUses(db: Sql, log: Logger): KeyUses {
  /** Keys told within the last minute. */
  let told = new Set<string>();
  let waiting = new Set<string>();
  let gathering: NodeJS.Timeout | undefined;
  const forget = setInterval(() => (told = new Set()), EVERY_MS);
  forget.unref();

  async function tell(): Promise<void> {
    clearTimeout(gathering);
    gathering = undefined;
    const ids = [...waiting];
    if (ids.length === 0) return;
    waiting = new Set();
    try {
      await db`select private.note_api_key_uses(${ids}::uuid[])`;
    } catch (err) {
      // The next use after a minute is told again.
      log.warn({ err, keys: ids.length }, 'The last use of API keys could not be noted');
    }
  }

  return {
    note(keyId) {
      if (told.has(keyId)) return;
      told.add(keyId);
      waiting.add(keyId);
      gathering ??= setTimeout(() => void tell(), GATHER_MS);
    },
    async stop() {
      clearInterval(forget);
      await tell();
    },
  };
}
