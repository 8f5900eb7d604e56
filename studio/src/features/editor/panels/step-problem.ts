/** What went wrong at a step that a run has passed, in words where there are some. */
const byCode: Record<string, string> = {
  wrong_answer: 'the answer did not fit the question',
  nothing_interrupted: 'no rule had interrupted a step to which it could go back',
  state_too_large: 'its values would have made the run larger than a run may be',
  subflow_input_refused: 'a value can’t be read as the type that the other flow declares for it',
  attribute_value_refused: 'the value can’t be read as the type of its attribute and was not saved',
  contact_value_refused:
    'a value is no name, language or time zone that a contact can have, and was not saved',
};

/** @param code `problem` of a step */
export function stepProblemText(code: string): string {
  return byCode[code] ?? code;
}
