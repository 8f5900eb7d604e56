import { phoneDigits } from '../../../messaging/identity.ts';
import type { NodeProblem } from '../contract.ts';
import { problem, required, requiredText } from '../shared/checks.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { fallbackFields } from '../shared/template-checks.ts';
import type { SendContactData } from './manifest.ts';

export function validate(data: SendContactData): NodeProblem[] {
  return [
    ...requiredText(data.name, 'name', 'The name', WHATSAPP_LIMITS.contactName),
    ...(data.phones.length + data.emails.length === 0
      ? [problem('required-field', 'phones', 'Add a telephone number or an e-mail address.')]
      : []),
    ...data.phones.flatMap(({ number }, index) => phoneProblems(number, `phones.${index}.number`)),
    ...data.emails.flatMap((email, index) => emailProblems(email, `emails.${index}`)),
    ...fallbackFields(data.fallback),
  ];
}

function phoneProblems(number: string, field: string): NodeProblem[] {
  const missing = required(number, field, 'The telephone number');
  if (missing.length > 0 || isDynamic(number) || phoneDigits(number) !== null) return missing;
  return [problem('bad-phone', field, 'Write the number with its country, such as +49 151 1234567.')];
}

function emailProblems(email: string, field: string): NodeProblem[] {
  const missing = required(email, field, 'The e-mail address');
  if (missing.length > 0 || isDynamic(email) || /^\S{1,64}@\S{1,255}\.\S{1,63}$/.test(email.trim()))
    return missing;
  return [problem('bad-email', field, 'This is no e-mail address.')];
}

function isDynamic(text: string): boolean {
  return text.includes('{{') || text.includes('{%');
}
