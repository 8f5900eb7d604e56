/** The mailbox as a process of its own: SMTP_PORT for mails, PORT for the page. */
import { startMailbox } from './mailbox.ts';

const smtpPort = Number(process.env.SMTP_PORT);
const httpPort = Number(process.env.PORT);
if (!smtpPort || !httpPort) {
  console.error('The mailbox needs the variables SMTP_PORT and PORT.');
  process.exit(2);
}

try {
  const mailbox = await startMailbox({ smtpPort, httpPort });
  console.log(`ready ${mailbox.url}`);
  const stop = (): void => void mailbox.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
