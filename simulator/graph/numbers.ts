import { request } from 'undici';

import type { Json, PhoneNumber, Waba } from '../model.ts';
import { demo } from '../seed.ts';
import type { State } from '../state.ts';
import { exceeds, isHttpUrl, show } from './check.ts';
import { GraphError, invalidParameter } from './errors.ts';

const HANDSHAKE_TIMEOUT_MS = 5_000;

/** GET /{phone-number-id}. Without `fields` the default set of reference section 6.1. */
export function numberView(state: State, number: PhoneNumber, fields: string | null): Json {
  const level = state.settings.throughput > 80 || state.settings.throughput === 0 ? 'HIGH' : 'STANDARD';
  const defaults: Json = {
    id: number.id,
    verified_name: number.verifiedName,
    display_phone_number: number.displayPhoneNumber,
    quality_rating: 'GREEN',
    code_verification_status: 'VERIFIED',
    platform_type: number.registered ? 'CLOUD_API' : 'NOT_APPLICABLE',
    throughput: { level },
    webhook_configuration: {
      application: state.settings.webhookUrl,
      ...(number.waba.overrideUrl === null ? {} : { whatsapp_business_account: number.waba.overrideUrl }),
      ...(number.overrideUrl === null ? {} : { phone_number: number.overrideUrl }),
    },
  };
  const onRequest: Json = {
    whatsapp_business_manager_messaging_limit: 'TIER_100K',
    messaging_limit_tier: 'TIER_100K',
    status: number.registered ? 'CONNECTED' : 'DISCONNECTED',
    name_status: 'APPROVED',
    account_mode: state.settings.allowedRecipients === null ? 'LIVE' : 'SANDBOX',
    is_official_business_account: false,
    is_pin_enabled: true,
    health_status: {
      can_send_message: state.settings.accountState === 'locked' ? 'BLOCKED' : 'AVAILABLE',
      entities: [{ entity_type: 'PHONE_NUMBER', id: number.id, can_send_message: 'AVAILABLE' }],
    },
  };
  return pick(defaults, onRequest, fields);
}

/** GET /{waba-id}. */
export function wabaView(waba: Waba, fields: string | null): Json {
  const defaults: Json = {
    id: waba.id,
    name: waba.name,
    timezone_id: '1',
    message_template_namespace: `ns_${waba.id}`,
  };
  const onRequest: Json = {
    currency: 'USD',
    account_review_status: 'APPROVED',
    business_verification_status: 'verified',
    country: 'US',
    ownership_type: 'SELF',
    status: 'ACTIVE',
    disable_marketing_messages_on_cloud_api: false,
  };
  return pick(defaults, onRequest, fields);
}

/** GET /{waba-id}/phone_numbers. */
export function listNumbers(state: State, waba: Waba, fields: string | null): Json {
  const data = [...state.numbers.values()]
    .filter((number) => number.waba === waba)
    .map((number) => numberView(state, number, fields));
  return { data, paging: { cursors: { before: 'MAZDZD', after: 'MAZDZD' } } };
}

/** GET /{phone-number-id}/whatsapp_business_profile. */
export function profileView(number: PhoneNumber, fields: string | null): Json {
  return { data: [{ ...pick(number.profile, {}, fields), messaging_product: 'whatsapp' }] };
}

const PROFILE_LIMITS = {
  about: 139,
  address: 256,
  description: 512,
  email: 128,
  vertical: 64,
  profile_picture_handle: 4096,
};

/** POST /{phone-number-id}/whatsapp_business_profile. */
export function updateProfile(number: PhoneNumber, body: Json): Json {
  if (body.messaging_product !== 'whatsapp')
    throw invalidParameter('The parameter messaging_product is required.');
  for (const [key, max] of Object.entries(PROFILE_LIMITS)) {
    const value = body[key];
    if (value === undefined) continue;
    if (typeof value !== 'string' || exceeds(value, max))
      throw invalidParameter(`Param ${key} must be a string of at most ${max} characters.`);
    number.profile[key] = value;
  }
  if (body.websites !== undefined) {
    const { websites } = body;
    if (
      !Array.isArray(websites) ||
      websites.length > 2 ||
      !websites.every((site) => isHttpUrl(site) && site.length <= 256)
    ) {
      throw invalidParameter('Param websites must hold at most two addresses of at most 256 characters.');
    }
    number.profile.websites = websites;
  }
  return { success: true };
}

/** GET /{waba-id}/subscribed_apps. */
export function subscribedApps(waba: Waba): Json {
  if (!waba.subscribed) return { data: [] };
  const app = {
    id: demo.appId,
    link: `https://www.facebook.com/games/?app_id=${demo.appId}`,
    name: demo.appName,
  };
  return {
    data: [
      {
        whatsapp_business_api_data: app,
        ...(waba.overrideUrl === null ? {} : { override_callback_uri: waba.overrideUrl }),
      },
    ],
  };
}

/** POST /{waba-id}/subscribed_apps. With an override address, that address must first pass the GET handshake. */
export async function subscribeApp(waba: Waba, body: Json): Promise<Json> {
  const url = body.override_callback_uri;
  if (url === undefined) waba.overrideUrl = null;
  else waba.overrideUrl = await verifiedOverride(url, body.verify_token);
  waba.subscribed = true;
  return { success: true };
}

/** POST /{phone-number-id}: two-step PIN and the webhook override of one number; an empty address removes it. */
export async function updateNumber(number: PhoneNumber, body: Json): Promise<Json> {
  if (body.pin !== undefined && !/^\d{6}$/.test(show(body.pin)))
    throw invalidParameter('Param pin must have six digits.');
  const configuration = body.webhook_configuration as Json | undefined;
  if (configuration?.override_callback_uri !== undefined) {
    const url = configuration.override_callback_uri;
    number.overrideUrl = url === '' ? null : await verifiedOverride(url, configuration.verify_token);
  }
  return { success: true };
}

/** POST /{phone-number-id}/register and /deregister. */
export function setRegistered(number: PhoneNumber, registered: boolean, body: Json): Json {
  if (registered && !/^\d{6}$/.test(show(body.pin)))
    throw new GraphError(133005, 'The PIN must have six digits.');
  number.registered = registered;
  return { success: true };
}

/** GET /debug_token. */
export function debugToken(state: State, inputToken: string | null): Json {
  if (inputToken === null || inputToken === '')
    throw invalidParameter('The parameter input_token is required.');
  const isValid = state.tokens.has(inputToken) && state.settings.tokenState === 'valid';
  if (!isValid) {
    return {
      data: {
        is_valid: false,
        scopes: [],
        error: { code: 190, message: 'Invalid OAuth access token - Cannot parse access token' },
      },
    };
  }
  const scopes = ['whatsapp_business_management', 'whatsapp_business_messaging'];
  const targetIds = [...state.wabas.keys()];
  return {
    data: {
      app_id: demo.appId,
      type: 'SYSTEM_USER',
      application: demo.appName,
      data_access_expires_at: 0,
      expires_at: 0,
      is_valid: true,
      scopes,
      granular_scopes: scopes.map((scope) => ({ scope, target_ids: targetIds })),
      user_id: '400000000000001',
    },
  };
}

async function verifiedOverride(url: unknown, verifyToken: unknown): Promise<string> {
  if (!isHttpUrl(url) || url.length > 200)
    throw invalidParameter('Param override_callback_uri must be an address of at most 200 characters.');
  const challenge = String(Math.floor(Math.random() * 1e9));
  const target = new URL(url);
  target.searchParams.set('hub.mode', 'subscribe');
  target.searchParams.set('hub.challenge', challenge);
  target.searchParams.set('hub.verify_token', String(verifyToken));
  const failure = new GraphError(
    2200,
    `The callback URL ${url} could not be validated: it must answer the challenge.`,
  );
  try {
    const response = await request(target, {
      headersTimeout: HANDSHAKE_TIMEOUT_MS,
      bodyTimeout: HANDSHAKE_TIMEOUT_MS,
    });
    if (response.statusCode === 200 && (await response.body.text()) === challenge) return url;
  } catch (cause) {
    failure.cause = cause;
  }
  throw failure;
}

function pick(defaults: Json, onRequest: Json, fields: string | null): Json {
  if (fields === null) return defaults;
  const wanted = [...fields.split(',').map((field) => field.trim().split(/[.{]/)[0] ?? ''), 'id'];
  return Object.fromEntries(
    Object.entries({ ...defaults, ...onRequest }).filter(([key]) => wanted.includes(key)),
  );
}
