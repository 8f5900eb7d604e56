import type { TemplateUseData } from '../../../../../../core/flow/nodes/shared/fields.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import { placeholdersOf } from '../../../../../../core/messaging/template-parts.ts';
import { FileSourceFields } from './file-source-fields.tsx';
import { Group } from './group.tsx';
import { PlaceFields } from './place-fields.tsx';
import { TextField } from './text-field.tsx';
import { useTemplates } from './use-template.ts';
import { withText } from './without.ts';

const names = { image: 'Picture', video: 'Video', document: 'Document' };

export interface TemplateFieldsProps {
  use: TemplateUseData;
  onChange: (use: TemplateUseData) => void;
  /** `` or `fallback.` */
  prefix: string;
  problemOf: (field: string) => string | null;
}

/** What a template's header is filled with: words, a file or a place. */
export function TemplateHeaderFields({ use, onChange, prefix, problemOf }: TemplateFieldsProps) {
  const { header, headerMedia, headerLocation } = use;
  const { parts } = useTemplates(use);
  const placeholders = parts?.header.kind === 'text' ? placeholdersOf(parts.header.text) : [];
  return (
    <>
      {header.map((value, index) => (
        <TextField
          key={index}
          label={`Value of {{${placeholders[index] ?? index + 1}}} in the header`}
          value={value}
          hasVariables
          error={problemOf(`${prefix}header.${index}`)}
          onChange={(next) =>
            onChange({ ...use, header: header.map((old, at) => (at === index ? next : old)) })
          }
        />
      ))}
      {headerMedia && (
        <Group title={`${names[headerMedia.kind]} of the header`} error={problemOf(`${prefix}header`)}>
          <MediaFields
            media={headerMedia}
            onChange={(next) => onChange({ ...use, headerMedia: next })}
            field={`${prefix}headerMedia`}
            problemOf={problemOf}
          />
        </Group>
      )}
      {headerLocation && (
        <Group title="Place of the header" error={problemOf(`${prefix}header`)}>
          <PlaceFields
            data={headerLocation}
            onChange={(next) => onChange({ ...use, headerLocation: next })}
            prefix={`${prefix}headerLocation.`}
            problemOf={problemOf}
          />
        </Group>
      )}
    </>
  );
}

type HeaderMedia = NonNullable<TemplateUseData['headerMedia']>;

interface MediaFieldsProps {
  media: HeaderMedia;
  onChange: (media: HeaderMedia) => void;
  field: string;
  problemOf: (field: string) => string | null;
}

function MediaFields({ media, onChange, field, problemOf }: MediaFieldsProps) {
  return (
    <>
      <FileSourceFields
        source={media.source}
        kind={media.kind}
        onChange={(source) => onChange({ ...media, source })}
        field={`${field}.source`}
        problemOf={problemOf}
      />
      {media.kind === 'document' && (
        <TextField
          label="Name of the file"
          value={media.filename ?? ''}
          limit={WHATSAPP_LIMITS.filename}
          hasVariables
          placeholder={(media.source.by === 'file' && media.source.name) || 'Plan.pdf'}
          error={problemOf(`${field}.filename`)}
          onChange={(filename) => onChange(withText(media, 'filename', filename))}
        />
      )}
    </>
  );
}
