/** One plain frame for all our mails: readable without pictures, in light and dark, and as text alone. */
import { escapeHtml } from '../escape-html.ts';

export interface MailContent {
  title: string;
  paragraphs: string[];
  action: { label: string; url: string };
  /** Small print below. */
  footer: string;
}

export function renderText({ title, paragraphs, action, footer }: MailContent): string {
  return [title, ...paragraphs, `${action.label}:\n${action.url}`, '--', footer].join('\n\n');
}

export function renderHtml({ title, paragraphs, action, footer }: MailContent): string {
  const body = paragraphs
    .map((text) => `<p class="text" style="${styles.text}">${escapeHtml(text)}</p>`)
    .join('\n');
  const url = escapeHtml(action.url);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${darkStyles}</style>
</head>
<body class="page" style="${styles.page}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:480px">
<tr><td style="padding:0 4px 16px"><span class="brand" style="${styles.brand}">Parley</span></td></tr>
<tr><td class="card" style="${styles.card}">
<h1 class="title" style="${styles.title}">${escapeHtml(title)}</h1>
${body}
<p style="margin:24px 0"><a class="button" href="${url}" style="${styles.button}">${escapeHtml(action.label)}</a></p>
<p class="muted" style="${styles.muted}">If the button does nothing, copy this address into your browser:<br>
<a class="link" href="${url}" style="${styles.link}">${url}</a></p>
</td></tr>
<tr><td style="padding:16px 4px 0"><p class="muted" style="${styles.muted}">${escapeHtml(footer)}</p></td></tr>
</table>
</td></tr></table>
</body>
</html>
`;
}

const font = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const styles = {
  page: `margin:0;padding:0;background:#f7f8fa;${font}`,
  brand: `font-size:17px;font-weight:600;color:#0b7a5e;${font}`,
  card: 'background:#ffffff;border:1px solid #d9dee5;border-radius:12px;padding:28px',
  title: `margin:0 0 12px;font-size:20px;line-height:28px;font-weight:600;color:#0f172a;${font}`,
  text: `margin:0 0 12px;font-size:15px;line-height:23px;color:#0f172a;${font}`,
  button: `display:inline-block;background:#0b7a5e;color:#ffffff;text-decoration:none;font-size:15px;font-weight:600;padding:11px 20px;border-radius:8px;${font}`,
  muted: `margin:0;font-size:13px;line-height:19px;color:#5b6675;${font}`,
  link: 'color:#0b7a5e;word-break:break-all',
};

const darkStyles = `
@media (prefers-color-scheme: dark) {
  .page { background: #0b0f14 !important; }
  .card { background: #121821 !important; border-color: #2a3441 !important; }
  .title, .text { color: #e6ebf2 !important; }
  .muted { color: #9aa7b8 !important; }
  .brand, .link { color: #34c79a !important; }
  .button { background: #34c79a !important; color: #04231a !important; }
}`;
