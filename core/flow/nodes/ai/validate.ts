import { MAX_TEMPLATE_LENGTH } from '../shared/limits.ts';
import type { NodeProblem } from '../contract.ts';
import { problem, required, requiredText, variableNameProblems } from '../shared/checks.ts';
import { patternProblem } from '../shared/pattern.ts';
import { fallbackFields } from '../shared/template-checks.ts';
import type { AiData, AiDataField, AiExtract, AiReply } from './manifest.ts';

export function validate(data: AiData): NodeProblem[] {
  return [
    ...connectionProblems(data.connection),
    ...required(data.model, 'model', 'The model'),
    ...literal(data.instructions, 'instructions'),
    ...literal(data.knowledge, 'knowledge'),
    ...knowledgeProblems(data),
    ...requiredText(data.prompt, 'prompt', 'The prompt', MAX_TEMPLATE_LENGTH),
    ...(data.output.mode === 'reply' ? replyProblems(data.output) : extractProblems(data.output)),
    ...fallbackFields(data.fallback),
  ];
}

function connectionProblems({ baseUrl, secret }: AiData['connection']): NodeProblem[] {
  if (baseUrl.trim() === '') return required(baseUrl, 'connection.baseUrl', 'The address of the endpoint');
  if (!isWebAddress(baseUrl.trim())) {
    return [
      problem(
        'bad-url',
        'connection.baseUrl',
        'Write the whole address up to /v1, such as https://api.openai.com/v1.',
      ),
    ];
  }
  if (secret !== '' && /^http:\/\//i.test(baseUrl.trim())) {
    return [
      problem(
        'secret-unencrypted',
        'connection.baseUrl',
        'Over http:// everybody on the way can read the key: use https://.',
        'warning',
      ),
    ];
  }
  return [];
}

function isWebAddress(text: string): boolean {
  try {
    const { protocol, username, search } = new URL(text);
    return /^https?:$/.test(protocol) && username === '' && search === '';
  } catch {
    return false;
  }
}

/** A placeholder here would bring in what somebody else wrote. */
function literal(text: string, field: string): NodeProblem[] {
  if (!text.includes('{{') && !text.includes('{%')) return [];
  const message =
    'Placeholders aren’t filled in here, so that nobody’s answer can become an instruction: put them into the prompt.';
  return [problem('placeholder-not-possible', field, message)];
}

function knowledgeProblems({ onlyKnowledge, knowledge, output }: AiData): NodeProblem[] {
  if (!onlyKnowledge || output.mode !== 'reply') return [];
  return required(knowledge, 'knowledge', 'The context that every answer must come from');
}

function replyProblems({ saveAs, isSent, guards }: AiReply): NodeProblem[] {
  const { forbidden, language, refusedTopics } = guards;
  return [
    ...(saveAs === '' && !isSent
      ? [problem('required-field', 'output.saveAs', 'The reply is neither sent nor saved: do one of them.')]
      : []),
    ...variableNameProblems(saveAs, 'output.saveAs'),
    ...forbidden.flatMap(({ match, text }, index) => {
      const at = `output.guards.forbidden.${index}.text`;
      const fault = match === 'pattern' ? patternProblem(text) : null;
      return [
        ...required(text, at, 'What is forbidden'),
        ...(fault === null ? [] : [problem('bad-pattern', at, fault)]),
      ];
    }),
    ...(language === '' || /^(contact|[A-Za-z]{2,3}([-_][A-Za-z]{2,4})?)$/.test(language.trim())
      ? []
      : [
          problem('bad-language', 'output.guards.language', 'Write a language code such as en, de or pt-BR.'),
        ]),
    ...refusedTopics.flatMap((topic, index) =>
      required(topic, `output.guards.refusedTopics.${index}`, 'The topic'),
    ),
  ];
}

function extractProblems({ fields }: AiExtract): NodeProblem[] {
  if (fields.length === 0)
    return [problem('required-field', 'output.fields', 'Add at least one value to find.')];
  const names = new Set<string>();
  return fields.flatMap((field, index) => {
    const isRepeated = field.name !== '' && names.has(field.name);
    names.add(field.name);
    return fieldProblems(field, `output.fields.${index}`, isRepeated);
  });
}

function fieldProblems(
  { name, type, description, options }: AiDataField,
  at: string,
  isRepeated: boolean,
): NodeProblem[] {
  return [
    ...required(name, `${at}.name`, 'The variable'),
    ...variableNameProblems(name, `${at}.name`),
    ...(isRepeated
      ? [
          problem(
            'duplicate-name',
            `${at}.name`,
            `"${name}" is there already: give each value its own variable.`,
          ),
        ]
      : []),
    ...(description.trim() === ''
      ? [
          problem(
            'required-field',
            `${at}.description`,
            'Say what to look for; the model has only the name else.',
            'warning',
          ),
        ]
      : []),
    ...(type === 'text'
      ? options.flatMap((option, n) => required(option, `${at}.options.${n}`, 'The option'))
      : []),
  ];
}
