import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { operations, type Operation } from '../../core/api/operations.ts';
import { createOpenApiDocument } from './document.ts';

const document = createOpenApiDocument();

async function lint(source: unknown): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source: JSON.stringify(source, null, 2), config });
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} at ${location[0]?.pointer}`);
}

describe('the OpenAPI document', () => {
  it('passes a linter’s recommended rules without an error or a warning', async () => {
    expect(await lint(document)).toEqual([]);
  });

  it('would not pass if it were broken', async () => {
    const { security: _, ...unsafe } = document;
    const found = await lint({ ...unsafe, info: { title: 'x' }, paths: { '/x': { get: {} } } });
    expect(found.map((line) => line.split(':')[0])).toEqual(
      expect.arrayContaining(['struct', 'security-defined', 'operation-summary']),
    );
  });

  it('gives every refusal of an operation by its status, and every success its headers', () => {
    for (const [name, operation] of Object.entries<Operation>(operations)) {
      const { responses } = (document.paths as Paths)[operation.path]![operation.method]!;
      const statuses = Object.keys(responses);
      expect([name, statuses]).toEqual([name, expect.arrayContaining(['429', '500', '503'])]);
      expect([name, statuses.includes('401')]).toEqual([name, operation.access !== 'public']);
      if (operation.body) expect(statuses).toEqual(expect.arrayContaining(['400', '413', '415', '422']));
      const success = responses[String(operation.status ?? 200)]!;
      expect(Object.keys(success.headers!)).toEqual(expect.arrayContaining(['X-Request-Id', 'RateLimit']));
    }
  });

  it('pages every list, but those that can’t grow', () => {
    /** An organisation has at most 100 secrets, 20 webhooks, and few WhatsApp accounts: each is connected by hand. */
    const bounded = [
      ...['listSecrets', 'listWabas', 'listContactIdentities', 'listAttributeDefinitions'],
      'listWebhookEndpoints',
    ];
    for (const [name, { method, response, query }] of Object.entries<Operation>(operations)) {
      if (method !== 'get' || !(response instanceof z.ZodObject) || !('items' in response.shape)) continue;
      const isPaged = 'nextCursor' in response.shape && query !== undefined && 'cursor' in query.shape;
      expect([name, isPaged]).toEqual([name, !bounded.includes(name)]);
    }
  });

  type Paths = Record<
    string,
    Record<string, { responses: Record<string, { headers?: Record<string, unknown> }> }>
  >;
});
