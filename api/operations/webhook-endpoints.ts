import { randomBytes, randomUUID } from 'node:crypto';
import { secretContext } from '../../platform/secrets/envelope.ts';
import { faultOfWebhookUrl } from '../../platform/http/webhook-url.ts';
import { operation } from '../operation.ts';
import { ApiError, invalidField } from '../problems.ts';
import {
  requireWebhookEndpoint,
  selectWebhookEndpoints,
  toWebhookEndpoint,
  type WebhookEndpointRow,
} from '../rows/webhooks.ts';

export const listWebhookEndpoints = operation('listWebhookEndpoints', {
  async handle({ tx, params: { org } }) {
    const rows = await tx<WebhookEndpointRow[]>`
      ${selectWebhookEndpoints(tx, org)} where e.org_id = ${org} order by e.created_at, e.id`;
    return { items: rows.map(toWebhookEndpoint) };
  },
});

export const getWebhookEndpoint = operation('getWebhookEndpoint', {
  handle: ({ tx, params: { org, endpoint } }) => requireWebhookEndpoint(tx, org, endpoint),
});

export const createWebhookEndpoint = operation('createWebhookEndpoint', {
  async handle({
    tx,
    params: { org },
    body: { url, description = null, events },
    vault,
    allowedPrivateHosts,
  }) {
    checkUrl(url, allowedPrivateHosts);
    const id = randomUUID();
    const secret = newSecret();
    const envelope = vault.seal(secretContext.webhookSecret(org, id), secret);
    await tx`
      select private.create_webhook_endpoint(${org}, ${id}, ${url}, ${description || null}, ${events}::text[], ${envelope})`;
    return { ...(await requireWebhookEndpoint(tx, org, id)), secret };
  },
});

export const updateWebhookEndpoint = operation('updateWebhookEndpoint', {
  async handle({ tx, params: { org, endpoint }, body, allowedPrivateHosts }) {
    const { url, description, events, enabled } = body;
    if (url !== undefined) checkUrl(url, allowedPrivateHosts);
    const changes = {
      ...(url === undefined ? {} : { url }),
      ...(description === undefined ? {} : { description: description || null }),
      ...(events === undefined ? {} : { events }),
      ...(enabled === undefined ? {} : { enabled }),
    };
    if (Object.keys(changes).length > 0) {
      await tx`update public.webhook_endpoints set ${tx(changes)} where org_id = ${org} and id = ${endpoint}`;
    }
    return requireWebhookEndpoint(tx, org, endpoint);
  },
});

export const deleteWebhookEndpoint = operation('deleteWebhookEndpoint', {
  async handle({ tx, params: { org, endpoint } }) {
    const found = await requireWebhookEndpoint(tx, org, endpoint);
    await tx`delete from public.webhook_endpoints where org_id = ${org} and id = ${endpoint}`;
    return found;
  },
});

export const rotateWebhookSecret = operation('rotateWebhookSecret', {
  async handle({ tx, params: { org, endpoint }, vault }) {
    const secret = newSecret();
    const envelope = vault.seal(secretContext.webhookSecret(org, endpoint), secret);
    const [row] = await tx<{ done: boolean }[]>`
      select private.rotate_webhook_secret(${org}, ${endpoint}, ${envelope}) as done`;
    if (!row?.done) throw new ApiError('not_found');
    return { ...(await requireWebhookEndpoint(tx, org, endpoint)), secret };
  },
});

function checkUrl(url: string, allowedPrivateHosts: readonly string[]): void {
  const fault = faultOfWebhookUrl(url, allowedPrivateHosts);
  if (fault !== null) throw invalidField('url', fault);
}

/** Standard Webhooks: 24 to 64 random bytes, in base64, behind a prefix. */
function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}
