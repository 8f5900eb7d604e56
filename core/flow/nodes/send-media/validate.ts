import type { NodeProblem } from '../contract.ts';
import { textLimit } from '../shared/checks.ts';
import { fileSourceProblems } from '../shared/files.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { fallbackFields } from '../shared/template-checks.ts';
import { takesCaption } from './manifest.ts';
import type { SendMediaData } from './manifest.ts';

export function validate(data: SendMediaData): NodeProblem[] {
  const caption = takesCaption(data.kind) ? (data.caption ?? '') : '';
  const filename = data.kind === 'document' ? (data.filename ?? '') : '';
  return [
    ...fileSourceProblems(data.source, 'source'),
    ...textLimit(caption, 'caption', 'The caption', WHATSAPP_LIMITS.caption),
    ...textLimit(filename, 'filename', 'The name of the file', WHATSAPP_LIMITS.filename),
    ...fallbackFields(data.fallback),
  ];
}
