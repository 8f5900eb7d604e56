import type { Scalar, VariableValue } from '../../basics.ts';
import type { InboundReply } from '../../run.ts';
import type { StepInput, StepOutcome } from '../contract.ts';
import { sendAndWait, sendComposed } from '../shared/steps.ts';
import { parseValue } from '../shared/values.ts';
import { compose, flowTokenOf } from './compose.ts';
import { SUBMITTED_PORT } from './manifest.ts';
import type { SendWhatsappFlowData } from './manifest.ts';

export function advance(data: SendWhatsappFlowData, input: StepInput): StepOutcome {
  return sendAndWait(
    input,
    data.timeoutMs,
    () => sendComposed(input, compose(data, input), data.fallback),
    (message) =>
      isSubmission(data, input, message)
        ? {
            kind: 'leave',
            port: SUBMITTED_PORT,
            variables: savedAnswers(data, message.form ?? {}),
            isChosen: true,
          }
        : null,
  );
}

/**
 * A form without a token counts as this one unless it is known to be another message's; one with another token was opened from an
 * older message.
 */
function isSubmission(data: SendWhatsappFlowData, input: StepInput, { form, press }: InboundReply): boolean {
  if (!form) return false;
  const token = flowTokenOf(data, input);
  if (press === null || 'problem' in token || press.id === token.text) return true;
  // Without a token the press is named after the kind of form.
  return press.id === 'flow' && press.isElsewhere !== true;
}

/** Every mapped variable gets a value, null for an answer that isn't there or doesn't fit its type. */
function savedAnswers(
  { saves }: SendWhatsappFlowData,
  form: Readonly<Record<string, Scalar>>,
): Record<string, VariableValue> {
  const saved: Record<string, VariableValue> = {};
  for (const { field, saveAs, type } of saves) {
    if (saveAs === '') continue;
    const answer = Object.hasOwn(form, field) ? (form[field] ?? null) : null;
    saved[saveAs] = answer === null ? null : (parseValue(String(answer), type) ?? null);
  }
  return saved;
}
