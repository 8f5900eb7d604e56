import type { SendMediaData } from '../../../../../../core/flow/nodes/send-media/manifest.ts';
import { takesCaption } from '../../../../../../core/flow/nodes/send-media/manifest.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import { Field } from '../../../../shared/ui/field.tsx';
import { Select } from '../../../../shared/ui/input.tsx';
import type { NodeFormProps } from '../contract.ts';
import { FileSourceFields } from '../shared/file-source-fields.tsx';
import { FallbackField } from '../shared/template-fields.tsx';
import { TextField } from '../shared/text-field.tsx';
import { withText } from '../shared/without.ts';

/** Cloud API, Media: types and sizes that WhatsApp takes. */
const kinds: Record<SendMediaData['kind'], { title: string; takes: string }> = {
  image: { title: 'Picture', takes: 'A public https address of a JPEG or PNG of at most 5 MB.' },
  video: { title: 'Video', takes: 'A public https address of an MP4 or 3GP (H.264, AAC) of at most 16 MB.' },
  audio: {
    title: 'Audio',
    takes: 'A public https address of an AAC, AMR, MP3, M4A or OGG of at most 16 MB.',
  },
  document: {
    title: 'Document',
    takes: 'A public https address of a PDF, text or Office file of at most 100 MB.',
  },
  sticker: {
    title: 'Sticker',
    takes: 'A public https address of a WebP of 512 × 512 pixels and at most 100 kB.',
  },
};

export function Form({ data, onChange, problemOf }: NodeFormProps<SendMediaData>) {
  return (
    <>
      <Field label="Kind" error={problemOf('kind')}>
        <Select
          value={data.kind}
          onChange={(event) => onChange({ ...data, kind: event.target.value as SendMediaData['kind'] })}
        >
          {Object.entries(kinds).map(([kind, { title }]) => (
            <option key={kind} value={kind}>
              {title}
            </option>
          ))}
        </Select>
      </Field>
      <FileSourceFields
        source={data.source}
        kind={data.kind}
        onChange={(source) => onChange({ ...data, source })}
        onFile={(source, kind) => onChange({ ...data, source, kind })}
        field="source"
        hint={kinds[data.kind].takes}
        problemOf={problemOf}
      />
      {data.kind === 'document' && (
        <TextField
          label="Name of the file"
          value={data.filename ?? ''}
          limit={WHATSAPP_LIMITS.filename}
          hasVariables
          placeholder={(data.source.by === 'file' && data.source.name) || 'Prices.pdf'}
          hint="Its ending decides the icon."
          error={problemOf('filename')}
          onChange={(filename) => onChange(withText(data, 'filename', filename))}
        />
      )}
      {takesCaption(data.kind) && (
        <TextField
          label="Caption"
          value={data.caption ?? ''}
          limit={WHATSAPP_LIMITS.caption}
          isMultiline
          hasVariables
          placeholder="None"
          error={problemOf('caption')}
          onChange={(caption) => onChange(withText(data, 'caption', caption))}
        />
      )}
      <FallbackField data={data} onChange={onChange} problemOf={problemOf} />
    </>
  );
}
