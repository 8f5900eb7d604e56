import { readContactField } from '../../../people/contact-fields.ts';
import { FAILED_PORT } from '../contract.ts';
import type { ContactCommand, StepInput, StepOutcome } from '../contract.ts';
import { writtenFields, type SetContactData } from './manifest.ts';

/** What can't be read is not written and stops nobody; the other fields are written all the same. */
export function advance(data: SetContactData, input: StepInput): StepOutcome {
  const commands: ContactCommand[] = [];
  const fields = writtenFields(data);
  for (const { field, template } of fields) {
    const rendered = input.render(template);
    if ('problem' in rendered) return { kind: 'fault', fault: rendered.problem };
    const value = readContactField(field, rendered.text);
    if (value !== undefined) commands.push({ kind: 'setContact', field, value });
  }
  if (commands.length === fields.length) return { kind: 'leave', port: 'next', commands };
  const port = input.hasEdge(FAILED_PORT) ? FAILED_PORT : 'next';
  return { kind: 'leave', port, commands, problem: 'contact_value_refused' };
}
