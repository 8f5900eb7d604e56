/** One mail, tried for a day. What it says stands in Postgres; here are ids only. */
import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import { taskQueues } from './contract.ts';
import { MAIL_GIVE_UP } from './housekeeping-contract.ts';
import type { MailActivities, MailInput } from './housekeeping-contract.ts';

const mailer = proxyActivities<MailActivities>({
  taskQueue: taskQueues.housekeeping,
  startToCloseTimeout: '1 minute',
  scheduleToCloseTimeout: MAIL_GIVE_UP,
  retry: { initialInterval: '2 seconds', maximumInterval: '10 minutes' },
  summary: 'Give the mail to the mail server',
});

export async function sendMail(input: MailInput): Promise<string> {
  setCurrentDetails(`Gives mail ${input.number} of ${input.kind} ${input.id} to the mail server`);
  const { status } = await mailer.sendMail(input);
  setCurrentDetails(status === 'sent' ? 'The mail server has the mail' : 'The mail is no longer wanted');
  return status;
}
