import { z } from 'zod';
import { decodeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import {
  requireWebhookDelivery,
  requireWebhookEndpoint,
  toWebhookDelivery,
  webhookDeliveryColumns,
  type WebhookDeliveryRow,
} from '../rows/webhooks.ts';

const sequenceCursor = z.tuple([z.int().nonnegative()]);

export const listWebhookDeliveries = operation('listWebhookDeliveries', {
  async handle({ tx, params: { org, endpoint }, query: { limit, cursor, status, type } }) {
    const after = decodeCursor(sequenceCursor, cursor);
    await requireWebhookEndpoint(tx, org, endpoint);
    const rows = await tx<WebhookDeliveryRow[]>`
      select ${webhookDeliveryColumns(tx)} from public.webhook_deliveries d
      where d.org_id = ${org} and d.endpoint_id = ${endpoint}
        ${status ? tx`and d.status = ${status}` : tx``} ${type ? tx`and d.type = ${type}` : tx``}
        ${after ? tx`and d.seq < ${after[0]}::bigint` : tx``}
      order by d.seq desc limit ${limit + 1}`;
    return toPage(rows, limit, toWebhookDelivery, (row) => [row.seq]);
  },
});

export const getWebhookDelivery = operation('getWebhookDelivery', {
  async handle({ tx, params }) {
    const row = await requireWebhookDelivery(tx, params);
    return { ...toWebhookDelivery(row), log: row.log };
  },
});

export const testWebhookEndpoint = operation('testWebhookEndpoint', {
  async handle({ tx, params: { org, endpoint } }) {
    const [row] = await tx<
      { id: string | null }[]
    >`select private.send_test_webhook(${org}, ${endpoint}) as id`;
    if (!row?.id) throw new ApiError('not_found');
    return toWebhookDelivery(await requireWebhookDelivery(tx, { org, endpoint, delivery: row.id }));
  },
});

export const resendWebhookDelivery = operation('resendWebhookDelivery', {
  async handle({ tx, params: { org, endpoint, delivery } }) {
    const [row] = await tx<{ found: boolean }[]>`
      select private.resend_webhook(${org}, ${endpoint}, ${delivery}) as found`;
    if (!row?.found) throw new ApiError('not_found');
    return toWebhookDelivery(await requireWebhookDelivery(tx, { org, endpoint, delivery }));
  },
});
