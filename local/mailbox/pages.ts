import type { Mail } from './mail.ts';

export function listPage(mails: Mail[]): string {
  const rows = mails.map(
    (mail) => `<tr>
      <td><a href="/messages/${mail.id}">${escape(mail.subject || '(no subject)')}</a></td>
      <td>${escape(mail.to.join(', '))}</td>
      <td><time datetime="${mail.receivedAt}">${escape(mail.receivedAt.slice(0, 19).replace('T', ' '))} UTC</time></td>
    </tr>`,
  );
  return page(
    'Local mailbox',
    rows.length === 0
      ? '<p>No mail yet. Whatever Parley sends on this machine shows up here; reload to look again.</p>'
      : `<table><thead><tr><th>Subject</th><th>To</th><th>Received</th></tr></thead><tbody>${rows.join('')}</tbody></table>`,
  );
}

export function mailPage(mail: Mail): string {
  const html = mail.html
    ? `<h2>HTML</h2><iframe title="HTML of the mail" sandbox="allow-popups" src="/messages/${mail.id}/html"></iframe>`
    : '';
  return page(
    mail.subject || '(no subject)',
    `<p><a href="/">All mails</a></p>
    <dl><dt>From</dt><dd>${escape(mail.from)}</dd><dt>To</dt><dd>${escape(mail.to.join(', '))}</dd>
    <dt>Received</dt><dd>${escape(mail.receivedAt)}</dd></dl>
    <h2>Text</h2><pre>${linked(mail.text)}</pre>${html}`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>
<meta name="viewport" content="width=device-width"><style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { width: 100%; border-collapse: collapse; } th, td { text-align: left; padding: 0.4rem; border-bottom: 1px solid #8884; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; } dt { font-weight: 600; } dd { margin: 0 0 0.3rem; }
iframe { width: 100%; height: 60vh; border: 1px solid #8884; background: white; }
</style></head><body><h1>${escape(title)}</h1>${body}</body></html>`;
}

/** Plain text with its web addresses made clickable. */
function linked(text: string): string {
  return escape(text).replace(
    /https?:\/\/[^\s<>]+/g,
    (url) => `<a href="${url}" rel="noreferrer">${url}</a>`,
  );
}

function escape(text: string): string {
  const names: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => names[character]!);
}
