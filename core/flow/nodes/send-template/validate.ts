import type { NodeProblem } from '../contract.ts';
import { countLimit, distinctOptions, problem, requiredText } from '../shared/checks.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { templateFields } from '../shared/template-checks.ts';
import { repliesOf } from './manifest.ts';
import type { SendTemplateData } from './manifest.ts';

export function validate(data: SendTemplateData): NodeProblem[] {
  return [...templateFields(data, ''), ...replyProblems(data)];
}

function replyProblems(data: SendTemplateData): NodeProblem[] {
  const replies = repliesOf(data).map((reply, index) => ({ ...reply, field: `replies.${index}` }));
  if (replies.length === 0) return [];
  const places = replies.map((reply) => reply.index);
  return [
    ...countLimit(replies.length, 'replies', 'quick replies', WHATSAPP_LIMITS.templateButtons),
    ...replies.flatMap((reply) =>
      requiredText(
        reply.title,
        `${reply.field}.title`,
        'The quick reply’s title',
        WHATSAPP_LIMITS.templateButtonTitle,
      ),
    ),
    ...replies.flatMap((reply, at) =>
      places.indexOf(reply.index) < at
        ? [
            problem(
              'duplicate-button',
              `${reply.field}.index`,
              'Two quick replies stand for the same button.',
            ),
          ]
        : [],
    ),
    ...distinctOptions(replies, 'quick replies'),
  ];
}
