/** Encryption with the process's master key, without handing the key around. */
import { deriveToken } from '../platform/secrets/derive-token.ts';
import { openSecret, sealSecret } from '../platform/secrets/envelope.ts';

export interface Vault {
  /** @param context where the secret belongs (`secretContext`) */
  seal(context: string, secret: string): Buffer;
  /** @throws SecretUnreadableError */
  open(context: string, envelope: Uint8Array): string;
  /** Makes a one-time token that the worker can make too; `context` names what it is for (`tokenContext`). */
  deriveToken(context: string): string;
}

/** @param masterKey `PARLEY_MASTER_KEY` */
export function createVault(masterKey: string): Vault {
  return {
    seal: (context, secret) => sealSecret(masterKey, context, secret),
    open: (context, envelope) => openSecret(masterKey, context, envelope),
    deriveToken: (context) => deriveToken(masterKey, context),
  };
}
