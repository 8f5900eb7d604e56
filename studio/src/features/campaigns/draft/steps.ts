/** The steps in which a campaign is made, and which of them a problem belongs to. Pure. */
export const steps = [
  { id: 'audience', title: 'Audience', about: 'Whom it goes to' },
  { id: 'message', title: 'Message', about: 'What they read' },
  { id: 'delivery', title: 'Delivery', about: 'When and how fast' },
  { id: 'review', title: 'Review', about: 'Look and start' },
] as const;

export type Step = (typeof steps)[number]['id'];

export interface FieldProblem {
  code: string;
  severity: 'error' | 'warning';
  /** Path in the document, or `phoneNumberId` beside it. */
  field: string;
  message: string;
}

export function stepOf(field: string): Exclude<Step, 'review'> {
  if (field.startsWith('audience')) return 'audience';
  return field.startsWith('delivery') ? 'delivery' : 'message';
}

/** What the browser finds at once, and what only the server knows. */
export function mergeProblems(
  ours: readonly FieldProblem[],
  theirs: readonly FieldProblem[],
): FieldProblem[] {
  const key = ({ code, field }: FieldProblem) => `${code} ${field}`;
  const found = new Map([...theirs, ...ours].map((problem) => [key(problem), problem]));
  // An answer of the server may be older than what is on the screen: of what we look at ourselves our word counts.
  const known = new Set(ours.map(key));
  return [...found.values()].filter((problem) => known.has(key(problem)) || !ownCodes.has(problem.code));
}

/** What `campaignProblems` finds in the browser, too. */
const ownCodes: ReadonlySet<string> = new Set([
  ...['number_missing', 'audience_empty', 'template_missing', 'template_not_approved', 'template_values'],
  ...[
    'template_header',
    'bad_template',
    'mixed_categories',
    'winner_without_variants',
    'local_time_without_time',
  ],
]);

/** What is wrong with a field, in the words of the form that fills in templates; null: nothing. */
export function problemFinder(problems: readonly FieldProblem[], prefix: string) {
  return (asked: string): string | null => {
    const field = `${prefix}${asked}`.replace(/\.value$/, '');
    const exact = problems.find((one) => one.field === field);
    if (exact) return exact.message;
    if (/\.header$/.test(field))
      return (
        problems.find((one) => /\.header(Media|Location)$/.test(one.field) && one.field.startsWith(field))
          ?.message ?? null
      );
    return null;
  };
}

/** The places around a field, the nearest first: `variants.0.template.body.1`, `variants.0.template.body`, and so on. */
export function placesOf(field: string): string[] {
  const parts = field.split('.');
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('.'));
}

/** Where in its step a problem stands, such as "Message B, value 2"; null where its message says so. */
export function placeText(field: string, variants: readonly { key: string }[]): string | null {
  const [, at, part, index] = /^variants\.(\d+)(?:\.template\.(\w+)(?:\.(\d+))?)?/.exec(field) ?? [];
  if (at === undefined) return null;
  const message = variants.length > 1 ? `Message ${variants[Number(at)]?.key ?? ''}` : null;
  const value = index === undefined ? null : `${valueWords[part ?? ''] ?? 'value'} ${Number(index) + 1}`;
  const words = [message, value].filter((one) => one !== null).join(', ');
  return words === '' ? null : words.charAt(0).toUpperCase() + words.slice(1);
}

const valueWords: Readonly<Record<string, string>> = {
  header: 'value of the header',
  urls: 'address of a button',
};
