import type { StepInput, StepOutcome } from '../contract.ts';
import { renderFileSource, shownName } from '../shared/files.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { renderOptional } from '../shared/render.ts';
import { sendAndGoOn, sendComposed, type Composed } from '../shared/steps.ts';
import { takesCaption } from './manifest.ts';
import type { SendMediaData } from './manifest.ts';

export function advance(data: SendMediaData, input: StepInput): StepOutcome {
  return sendAndGoOn(input, () => sendComposed(input, compose(data, input), data.fallback));
}

/** A caption or name that was written while another kind was chosen stays in the data and isn't sent. */
function compose({ kind, source, caption, filename }: SendMediaData, input: StepInput): Composed {
  const file = renderFileSource(input, source);
  if ('problem' in file) return file;
  const words = takesCaption(kind) ? caption : undefined;
  const under = renderOptional(input, words, WHATSAPP_LIMITS.caption);
  if ('problem' in under) return under;
  const name = renderOptional(input, kind === 'document' ? filename : undefined, WHATSAPP_LIMITS.filename);
  if ('problem' in name) return name;
  return {
    content: {
      type: 'media',
      kind,
      ...file.source,
      ...(under.text !== '' && { caption: under.text }),
      ...(kind === 'document' && shownName(name.text, source)),
    },
  };
}
