/** Limits of message templates, and how a part that breaks one is reported. */

export const templateCategories = ['MARKETING', 'UTILITY', 'AUTHENTICATION'] as const;
export type TemplateCategory = (typeof templateCategories)[number];

/** Characters, and how many of a kind. */
export const templateLimits = {
  name: 512,
  header: 60,
  body: 1_024,
  footer: 60,
  buttonText: 25,
  url: 2_000,
  phoneNumber: 20,
  code: 15,
  buttons: 10,
  urlButtons: 2,
  phoneButtons: 1,
  codeButtons: 1,
} as const;

export interface TemplateProblem {
  /** `name`, `language`, `header`, `body`, `footer`, `buttons`, or `buttons.0` for one of them. */
  part: string;
  message: string;
}

export const ONLY_AUTHENTICATION = 'Only authentication templates have this.';

export function check(part: string, isWrong: boolean, message: string): TemplateProblem[] {
  return isWrong ? [{ part, message }] : [];
}

export function tooLong(text: string, max: number): string {
  return `${text.length} characters; at most ${max} are possible.`;
}
