import type { ContactCard } from '../../../messaging/content.ts';
import { phoneDigits } from '../../../messaging/identity.ts';
import type { StepFault, StepInput, StepOutcome } from '../contract.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { renderField, renderOptional } from '../shared/render.ts';
import { sendAndGoOn, sendComposed, type Composed } from '../shared/steps.ts';
import type { SendContactData } from './manifest.ts';

const MAX_LINE_LENGTH = 254;

export function advance(data: SendContactData, input: StepInput): StepOutcome {
  return sendAndGoOn(input, () => sendComposed(input, compose(data, input), data.fallback));
}

/** Numbers and addresses that turn out empty are left out; a card with none of them is of no use. */
function compose(data: SendContactData, input: StepInput): Composed {
  const name = renderField(input, data.name, WHATSAPP_LIMITS.contactName);
  if ('problem' in name) return name;
  const phones: ContactCard['phones'] = [];
  for (const { number, isOnWhatsApp } of data.phones) {
    const phone = renderOptional(input, number, MAX_LINE_LENGTH);
    if ('problem' in phone) return phone;
    if (phone.text === '') continue;
    const waId = phoneDigits(phone.text);
    if (waId === null) return fault('phone_invalid', 'A number of the card is no telephone number.');
    phones.push(isOnWhatsApp ? { phone: phone.text, waId } : { phone: phone.text });
  }
  const emails: string[] = [];
  for (const template of data.emails) {
    const email = renderOptional(input, template, MAX_LINE_LENGTH);
    if ('problem' in email) return email;
    if (email.text !== '') emails.push(email.text);
  }
  if (phones.length + emails.length === 0)
    return fault('contact_empty', 'The card has neither a telephone number nor an e-mail address.');
  const organisation = renderOptional(input, data.organisation, MAX_LINE_LENGTH);
  if ('problem' in organisation) return organisation;
  const card: ContactCard = {
    name: name.text,
    phones,
    emails,
    ...(organisation.text !== '' && { organisation: organisation.text }),
  };
  return { content: { type: 'contacts', contacts: [card] } };
}

function fault(code: string, message: string): { problem: StepFault } {
  return { problem: { code, message } };
}
