/** `/docs/errors`: where the `type` of a problem document leads. No script, no outside file. */
import { escapeHtml } from '../../platform/escape-html.ts';
import { problemKinds } from '../problems.ts';

export function renderErrorsPage(): string {
  const rows = Object.entries(problemKinds).map(
    ([code, { status, title }]) => `
      <tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${escapeHtml(title)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Errors of the Parley API</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Errors of the Parley API</h1>
<p>Errors are <code>application/problem+json</code> (RFC 9457) with one of these codes. <code>errors</code> names the fields,
<code>requestId</code> leads us to the request in our logs. <a href="/docs">All operations</a></p>
<table>
  <thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead>
  <tbody>${rows.join('')}</tbody>
</table>
</main>
</body>
</html>
`;
}

const style = `
  :root { font: 15px/1.5 system-ui, sans-serif; }
  main { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
  code { font: 13px/1.4 ui-monospace, monospace; }
  :target { background: color-mix(in srgb, currentColor 10%, transparent); }
`;
