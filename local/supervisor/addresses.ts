import { styleText } from 'node:util';
import { DEMO } from '../demo.ts';
import type { Settings } from './settings.ts';

/** The block that is printed when everything is up. */
export function addresses(settings: Settings, options: { isDev: boolean; tookMs: number }): string {
  const { external, ports } = settings;
  const local = (port: number) => `http://127.0.0.1:${port}`;
  const studio = local(options.isDev ? ports.studioDev : ports.api);
  const signIn = `sign in as ${DEMO.users[0]} / ${DEMO.password}`;
  const rows: [string, string | undefined, string?][] = [
    ['Studio', studio, external.database || settings.isProduction ? undefined : signIn],
    [
      'Phone',
      external.graphUrl ? undefined : local(ports.simulator),
      `write "hi" to ${DEMO.displayPhoneNumber}`,
    ],
    [
      'Temporal',
      settings.temporalUiUrl ?? (external.temporal ? undefined : local(ports.temporalUi)),
      'runs, live',
    ],
    [
      'Mailbox',
      external.supabase && external.smtpUrl ? undefined : local(ports.mailbox),
      'mails that the stack sends',
    ],
    ['API', `${local(ports.api)}/docs`],
  ];
  const lines = rows
    .filter(([, url]) => url !== undefined)
    .map(([name, url = '', note]) =>
      `  ${name.padEnd(10)}${note ? url.padEnd(30) : url}${note ?? ''}`.trimEnd(),
    );
  const title = `Parley is ready (${Math.round(options.tookMs / 1000)} s).`;
  return [
    '',
    styleText(['bold', 'green'], title),
    ...lines,
    '  Ctrl-C stops everything and keeps the data; "npm run reset" wipes it.',
    '',
  ].join('\n');
}
