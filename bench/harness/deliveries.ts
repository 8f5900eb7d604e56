/** Deliveries as Meta posts them: signed, about 1 kB, each with a message of its own. */
import { randomBytes } from 'node:crypto';
import { DEMO } from '../../local/demo.ts';
import { signature } from '../../simulator/webhooks/sign.ts';
import type { PreparedRequest } from './http-load.ts';

/** Writers of these messages; few enough to be known people after the first second, as in a real inbox. */
const PEOPLE = 500;
const TEXT =
  'Good morning! I would like to know whether you still have room on Tuesday afternoon, for two. '.repeat(5);

/** Prepared before the clock runs, so that building and signing them is not part of what is measured. */
export function makeDeliveries(count: number, path: string): PreparedRequest[] {
  return Array.from({ length: count }, (_, i) => {
    const body = Buffer.from(JSON.stringify(payload(`1555${String(2_000_000 + (i % PEOPLE))}`)));
    return {
      path,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'facebookexternalua',
        'x-hub-signature-256': signature(DEMO.appSecret, body),
      },
      body,
    };
  });
}

function payload(from: string) {
  return {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: DEMO.wabaId,
        changes: [
          {
            value: {
              messaging_product: 'whatsapp',
              metadata: {
                display_phone_number: DEMO.displayPhoneNumber.replace(/\D/g, ''),
                phone_number_id: DEMO.phoneNumberId,
              },
              contacts: [{ profile: { name: 'Maya Lind' }, wa_id: from }],
              messages: [
                {
                  from,
                  id: `wamid.${randomBytes(30).toString('base64')}`,
                  timestamp: String(Math.floor(Date.now() / 1000)),
                  type: 'text',
                  text: { body: TEXT },
                },
              ],
            },
            field: 'messages',
          },
        ],
      },
    ],
  };
}
