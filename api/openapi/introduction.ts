/** What a reader should know before the operations; Markdown. */
export const introduction = `
Send \`Authorization: Bearer …\` with an API key (\`pk_…\`, made in the studio's settings or by \`createApiKey\`) or a signed-in user's access
token. JSON is camelCase, ids are uuids, times are RFC 3339 in UTC. Fields may be added at any time: ignore those that you don't know.

**Lists** answer \`{ items, nextCursor }\`. Pass \`nextCursor\` as \`cursor\` for the next page; it is null on the last one.

**Errors** are RFC 9457 problem documents with a stable \`code\`; \`errors\` names the fields. All codes: [/docs/errors](/docs/errors).

**Sending again**: a POST with an \`Idempotency-Key\` has one effect, however often it is sent within 24 hours. The same key and body give
the first answer and \`Idempotency-Replayed: true\`; another body is refused with 409.

**Changing together**: answers carry an \`ETag\`. Send it as \`If-Match\` with a change, and the change is refused with 412 when somebody
else was faster; send it as \`If-None-Match\` with a GET to get 304 while nothing has changed.

**Limits** count per address and per key or person, and are told in \`RateLimit\` headers; 429 says in \`Retry-After\` when to go on.

**Webhooks**: servers of yours are told what happens, each event a POST, signed as Standard Webhooks says, at least once. See
\`createWebhookEndpoint\`; what each event carries stands under Webhooks.

**Every answer** carries \`X-Request-Id\`: your own, when you send one. It leads us to the request in our logs, and in Temporal to the
workflow that it started.
`.trim();
