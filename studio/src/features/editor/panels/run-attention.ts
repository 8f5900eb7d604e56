/** Why a run needs attention, in words that say what to do about it. */
import { classifySendError } from '../../../../../core/messaging/errors/classify.ts';

const byCode: Record<string, string> = {
  window_closed:
    'The 24-hour window had closed, and the step has no template to send instead. Skip it, or wait for a message of the person and try again.',
  no_consent: 'This person has not agreed to such messages. Skip the step, or end the run.',
  call_timeout: 'The other service did not answer in time. Try again once it does.',
  call_unreachable: 'The other service can’t be reached. Try again once it can.',
  call_address_refused: 'The address of the request is not allowed. Correct it in a new version of the flow.',
  call_secret_missing: 'A secret that the step names does not exist. Add it in the settings, then try again.',
  call_response_too_large: 'The answer of the other service is too large to be used. Skip the step.',
  ai_unusable_answer: 'The model’s answer does not fit what the step asks for. Try again, or skip the step.',
  ai_refused: 'The model refused to answer. Skip the step, or end the run.',
  subflow_too_deep:
    'Flows call each other over too many levels. Leave one of them out in a new version of the flow, or skip the step.',
  subflow_too_large:
    'The flows that this flow calls have too many steps together. Call fewer in a new version of the flow, or skip the step.',
  state_too_large:
    'The run would hold more than it may: keep or hand over fewer or shorter lists in a new version of the flow, or skip the step.',
  template_incomplete: 'The template lacks a value. Fill it in with the contact’s data, then try again.',
};

const ACTIONS =
  'Try again does the step once more. Skip goes on as if it had worked. Without a decision the run ends as failed after seven days.';

/** @param code `error` of a run */
export function attentionText(code: string): { cause: string; actions: string } {
  const known = byCode[code];
  if (known !== undefined) return { cause: known, actions: ACTIONS };
  const { title } = classifySendError({ code: /^\d+$/.test(code) ? Number(code) : null });
  const cause = /^\d+$/.test(code)
    ? `WhatsApp refused the message: ${title} (${code}).`
    : `The step failed for good (${code}).`;
  return { cause, actions: ACTIONS };
}
