import type { StepOutcome } from '../contract.ts';
import type { SetTagData } from './manifest.ts';

export function advance(data: SetTagData): StepOutcome {
  const tag = data.tag.trim();
  if (tag === '') {
    return { kind: 'fault', fault: { code: 'missing_tag', message: 'The step names no tag.' } };
  }
  return {
    kind: 'leave',
    port: 'next',
    commands: [{ kind: data.action === 'add' ? 'addTag' : 'removeTag', tag }],
  };
}
