/** What keys and tokens look like, as their makers document it. Each starts with something that no prose has. */
export const secretPatterns: readonly { name: string; pattern: RegExp }[] = [
  { name: 'a private key', pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/u },
  { name: 'a Meta access token', pattern: /\bEAA[A-Za-z0-9]{40,}/u },
  { name: 'an API key of this kind of platform', pattern: /\bpk_[a-z]{2,12}_[A-Za-z0-9_-]{8,}/u },
  { name: 'a Stripe key', pattern: /\b(?:sk|rk|whsec)_(?:live_|test_)?[A-Za-z0-9]{16,}/u },
  { name: 'an API key of a model provider', pattern: /\bsk-[A-Za-z0-9_-]{20,}/u },
  { name: 'an AWS access key', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/u },
  { name: 'a Google API key', pattern: /\bAIza[A-Za-z0-9_-]{35}/u },
  { name: 'a Google OAuth token', pattern: /\bya29\.[A-Za-z0-9_-]{20,}/u },
  { name: 'a GitHub token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,})/u },
  { name: 'a GitLab token', pattern: /\bglpat-[A-Za-z0-9_-]{20,}/u },
  { name: 'a Slack token', pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/u },
  {
    name: 'a Slack webhook address',
    pattern: /hooks\.slack\.com\/services\/T[A-Za-z0-9]+\/B[A-Za-z0-9]+\/\w+/u,
  },
  { name: 'a Telegram bot token', pattern: /\b\d{8,10}:AA[A-Za-z0-9_-]{32,}/u },
  { name: 'a SendGrid key', pattern: /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/u },
  { name: 'a Twilio key', pattern: /\bSK[0-9a-f]{32}\b/u },
  { name: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{30,}/u },
  { name: 'a Shopify token', pattern: /\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}/u },
  {
    name: 'a signed token (JWT)',
    pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/u,
  },
  { name: 'a bearer token', pattern: /\b(?:Bearer|Basic) +(?=[A-Za-z+/_.=-]*\d)[A-Za-z0-9+/_.=-]{20,}/iu },
  {
    name: 'a password in an address',
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@{}]{1,100}:[^\s/@{}]{3,100}@/iu,
  },
  {
    name: 'a key in an address',
    pattern:
      /[?&](?:api[_-]?key|access[_-]?token|auth[_-]?token|token|secret|password|sig|key)=(?=[A-Za-z+/_.%-]*\d)[A-Za-z0-9+/_.%-]{16,}/iu,
  },
];

/** Header names whose value is a credential whatever it looks like. */
export const SECRET_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'x-api-key',
  'api-key',
  'apikey',
  'x-auth-token',
  'x-access-token',
  'x-webhook-secret',
  'cookie',
]);

/** What a text seems to hold, null when nothing looks like a secret. */
export function secretIn(text: string): string | null {
  if (text.length < 16) return null;
  return secretPatterns.find(({ pattern }) => pattern.test(text))?.name ?? null;
}
