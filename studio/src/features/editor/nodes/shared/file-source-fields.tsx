import type { FileSourceData } from '../../../../../../core/flow/nodes/shared/fields.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import { TextField } from './text-field.tsx';

export interface FileSourceFieldsProps {
  source: FileSourceData;
  onChange: (source: FileSourceData) => void;
  /** Path of the source in the step's data. */
  field: string;
  problemOf: (field: string) => string | null;
  /** What WhatsApp takes, in a sentence. */
  hint?: string;
}

/** Where a file comes from: an address or an upload. */
export function FileSourceFields({ source, onChange, field, problemOf, hint }: FileSourceFieldsProps) {
  return (
    <div className="space-y-2">
      <Segmented
        label="Where the file is"
        className="flex w-full"
        value={source.by}
        onChange={(by) => onChange(by === 'link' ? { by, link: '' } : { by, mediaId: '' })}
        options={[
          { value: 'link', label: 'Web address' },
          { value: 'mediaId', label: 'Uploaded to WhatsApp' },
        ]}
      />
      {source.by === 'link' ? (
        <TextField
          label="Address of the file"
          value={source.link}
          limit={WHATSAPP_LIMITS.url}
          hasVariables
          placeholder="https://"
          hint={hint ?? 'A public https address: WhatsApp fetches the file from there.'}
          error={problemOf(`${field}.link`)}
          onChange={(link) => onChange({ by: 'link', link })}
        />
      ) : (
        <TextField
          label="Media id"
          value={source.mediaId}
          hasVariables
          maxLength={1000}
          placeholder="1234567890123456"
          hint="WhatsApp gives it for an upload and forgets it after 30 days."
          error={problemOf(`${field}.mediaId`)}
          onChange={(mediaId) => onChange({ by: 'mediaId', mediaId })}
        />
      )}
    </div>
  );
}
