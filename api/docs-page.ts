/** `/docs`: the operations and error codes on one page, made from the contract; no script, no outside file. */
import { operations, type Operation } from '../core/api/operations.ts';
import { problemKinds } from './problems.ts';

export function renderDocsPage(): string {
  const rows = Object.entries<Operation>(operations).map(
    ([name, { method, path, summary, access, status }]) => `
      <tr id="${name}">
        <td><code class="${method}">${method.toUpperCase()}</code></td>
        <td><code>${escapeHtml(path)}</code></td>
        <td>${renderInline(summary)}</td>
        <td>${access}</td>
        <td>${status ?? 200}</td>
      </tr>`,
  );
  const problems = Object.entries(problemKinds).map(
    ([code, { status, title }]) => `
      <tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${escapeHtml(title)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Parley API</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Parley API</h1>
<p>Machine-readable: <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).</p>
<h2>Calling it</h2>
<ul>
  <li>Send <code>Authorization: Bearer …</code> with an API key (<code>pk_…</code>) or a signed-in user's access token.</li>
  <li>JSON is camelCase, ids are uuids, times are RFC 3339 in UTC.</li>
  <li>Lists answer <code>{ items, nextCursor }</code>; pass <code>nextCursor</code> as <code>cursor</code> for the next page.</li>
  <li>A POST with an <code>Idempotency-Key</code> header can be sent again: the same key and body within 24 hours give the
    first answer and <code>Idempotency-Replayed: true</code>.</li>
  <li>Every answer carries <code>X-Request-Id</code>; limits are told in <code>RateLimit</code> headers.</li>
</ul>
<h2>Operations</h2>
<table>
  <thead><tr><th>Method</th><th>Path</th><th>What it does</th><th>Least role</th><th>Success</th></tr></thead>
  <tbody>${rows.join('')}</tbody>
</table>
<h2>Errors</h2>
<p>Errors are <code>application/problem+json</code> (RFC 9457) with one of these codes; <code>errors</code> names the fields.</p>
<table>
  <thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead>
  <tbody>${problems.join('')}</tbody>
</table>
</main>
</body>
</html>
`;
}

const style = `
  :root { font: 15px/1.5 system-ui, sans-serif; }
  main { max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
  code { font: 13px/1.4 ui-monospace, monospace; }
  :target { background: color-mix(in srgb, currentColor 10%, transparent); }
`;

/** Summaries write code between backticks. */
function renderInline(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
