import { MAX_TEMPLATE_LENGTH } from '../shared/limits.ts';
import type { NodeProblem } from '../contract.ts';
import { problem, required, textLimit, variableNameProblems } from '../shared/checks.ts';
import { isHeaderName, isOwnHeader } from '../shared/http-headers.ts';
import { hasDynamicKey, jsonTexts, parseJsonTemplate } from './json-template.ts';
import { parsePath } from './json-path.ts';
import type { HttpRequestData } from './manifest.ts';
import { hasFixedHost, hasTags } from './url.ts';

export function validate(data: HttpRequestData): NodeProblem[] {
  return [
    ...urlProblems(data),
    ...data.query.flatMap(({ name }, index) => required(name, `query.${index}.name`, 'The parameter’s name')),
    ...data.headers.flatMap(headerProblems),
    ...bodyProblems(data),
    ...responseProblems(data),
    ...variableNameProblems(data.saveStatusAs ?? '', 'saveStatusAs'),
  ];
}

function urlProblems({ url, headers }: HttpRequestData): NodeProblem[] {
  if (url.trim() === '') return required(url, 'url', 'The address');
  if (hasTags(url)) {
    return [
      problem(
        'bad-url',
        'url',
        'Tags don’t work in an address: use placeholders such as {{ answers.id }} only.',
      ),
    ];
  }
  const startsOpen = url.trim().startsWith('{{');
  if (!startsOpen && !isReadable(url)) {
    return [problem('bad-url', 'url', 'Write the whole address, beginning with https:// or http://.')];
  }
  const hasSecret = headers.some(({ secret }) => secret !== undefined && secret !== '');
  const problems = textLimit(url, 'url', 'The address', MAX_TEMPLATE_LENGTH);
  if (hasSecret && !hasFixedHost(url)) {
    problems.push(
      problem(
        'secret-to-open-host',
        'url',
        'A secret goes along, so the host must be written out: a placeholder there could send it anywhere.',
      ),
    );
  }
  if (hasSecret && /^http:\/\//i.test(url.trim())) {
    problems.push(
      problem(
        'secret-unencrypted',
        'url',
        'Over http:// everybody on the way can read the secret: use https://.',
        'warning',
      ),
    );
  }
  return problems;
}

/** With something harmless in place of each placeholder. */
function isReadable(template: string): boolean {
  try {
    return /^https?:$/.test(new URL(template.trim().replace(/\{\{.*?\}\}/gsu, 'x')).protocol);
  } catch {
    return false;
  }
}

function headerProblems({ name }: HttpRequestData['headers'][number], index: number): NodeProblem[] {
  const field = `headers.${index}.name`;
  const trimmed = name.trim();
  if (trimmed === '') return required(name, field, 'The header’s name');
  if (!isHeaderName(trimmed)) return [problem('bad-header', field, `"${trimmed}" is no name of a header.`)];
  if (!isOwnHeader(trimmed)) {
    return [problem('bad-header', field, `${trimmed} is set by itself: take this header out.`)];
  }
  return [];
}

function bodyProblems({ method, body }: HttpRequestData): NodeProblem[] {
  if (body.kind === 'none') return [];
  if (method === 'GET') {
    return [
      problem(
        'body-without-use',
        'body',
        'A GET request has no body: choose another method, or no body.',
        'warning',
      ),
    ];
  }
  switch (body.kind) {
    case 'json': {
      const value = parseJsonTemplate(body.template);
      if (value === undefined) {
        return [
          problem(
            'bad-json',
            'body.template',
            'This is no JSON. Placeholders stand in quotes, as in "{{ answers.age }}"; alone there, a number stays a number.',
          ),
        ];
      }
      return [
        ...(hasDynamicKey(value)
          ? [problem('bad-json', 'body.template', 'Placeholders work in values, not in names.')]
          : []),
        ...(jsonTexts(body.template).some((text) => text.length > MAX_TEMPLATE_LENGTH)
          ? [
              problem(
                'over-limit-text',
                'body.template',
                `A text has more than ${MAX_TEMPLATE_LENGTH} characters.`,
              ),
            ]
          : []),
      ];
    }
    case 'form':
      return body.fields.flatMap(({ name }, index) =>
        required(name, `body.fields.${index}.name`, 'The field’s name'),
      );
    case 'text':
      return textLimit(body.text, 'body.text', 'The body', MAX_TEMPLATE_LENGTH);
  }
}

function responseProblems({ response }: HttpRequestData): NodeProblem[] {
  return response.flatMap(({ path, variable, type, columns = [] }, index) => [
    ...pathProblems(path, `response.${index}.path`),
    ...(type === 'list' ? columnProblems(columns, `response.${index}.columns`) : []),
    ...required(variable, `response.${index}.variable`, 'The variable'),
    ...variableNameProblems(variable, `response.${index}.variable`),
  ]);
}

function pathProblems(path: string, field: string): NodeProblem[] {
  return parsePath(path) === null
    ? [problem('bad-path', field, 'Write the path as order.items[0].name.')]
    : [];
}

function columnProblems(
  columns: NonNullable<HttpRequestData['response'][number]['columns']>,
  field: string,
): NodeProblem[] {
  return columns.flatMap(({ name, path }, index) => [
    ...required(name, `${field}.${index}.name`, 'The column’s name'),
    ...variableNameProblems(name, `${field}.${index}.name`),
    ...pathProblems(path, `${field}.${index}.path`),
    ...(name !== '' && columns.findIndex((one) => one.name === name) < index
      ? [problem('duplicate-name', `${field}.${index}.name`, `Two columns are called "${name}".`)]
      : []),
  ]);
}
