import { FolderOpen, X } from 'lucide-react';
import { useState } from 'react';
import type { MediaFile } from '../../../../../../core/api/media.ts';
import type { FileSourceData } from '../../../../../../core/flow/nodes/shared/fields.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import type { MediaKind } from '../../../../../../core/messaging/content.ts';
import { mediaKinds } from '../../../../../../core/messaging/uploads.ts';
import { useMay } from '../../../../shared/session/workspace.ts';
import { Button } from '../../../../shared/ui/button.tsx';
import { Segmented } from '../../../../shared/ui/segmented.tsx';
import { FileMark } from '../../../files/file-mark.tsx';
import { FilesDialog } from '../../../files/files-dialog.tsx';
import { UploadArea } from '../../../files/upload-area.tsx';
import { TextField } from './text-field.tsx';

export interface FileSourceFieldsProps {
  source: FileSourceData;
  /** What the file is sent as. */
  kind: MediaKind;
  onChange: (source: FileSourceData) => void;
  /** Where any kind will do: called instead of `onChange` with an uploaded file and what it is. */
  onFile?: (source: FileSourceData, kind: MediaKind) => void;
  /** Path of the source in the step's data. */
  field: string;
  problemOf: (field: string) => string | null;
  /** What WhatsApp takes, in a sentence. */
  hint?: string;
}

const places = {
  file: { value: 'file', label: 'Upload', hint: 'A file that is kept here' },
  link: { value: 'link', label: 'Link', hint: 'A public web address' },
  mediaId: { value: 'mediaId', label: 'Meta id', hint: 'A file that was uploaded to WhatsApp' },
} as const;

const empty: { [By in FileSourceData['by']]: Extract<FileSourceData, { by: By }> } = {
  file: { by: 'file', fileId: '' },
  link: { by: 'link', link: '' },
  mediaId: { by: 'mediaId', mediaId: '' },
};

/** Where a file comes from: an upload of ours, an address, or an upload at Meta. */
export function FileSourceFields(props: FileSourceFieldsProps) {
  const { source, onChange, field, problemOf, hint } = props;
  const [isMoreShown, setMoreShown] = useState(source.by === 'mediaId');
  const isMetaShown = isMoreShown || source.by === 'mediaId';
  return (
    <div className="space-y-2">
      <div className="flex items-center gap-1">
        <Segmented
          label="Where the file is"
          className="flex flex-1"
          value={source.by}
          onChange={(by) => onChange(empty[by])}
          options={[places.file, places.link, ...(isMetaShown ? [places.mediaId] : [])]}
        />
        {!isMetaShown && (
          <Button
            variant="ghost"
            size="sm"
            title="Other places where a file can be"
            onClick={() => setMoreShown(true)}
          >
            More
          </Button>
        )}
      </div>
      {source.by === 'file' && <KeptFileFields {...props} source={source} />}
      {source.by === 'link' && (
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
      )}
      {source.by === 'mediaId' && (
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

type KeptFileFieldsProps = Omit<FileSourceFieldsProps, 'source' | 'hint'> & {
  source: Extract<FileSourceData, { by: 'file' }>;
};

function KeptFileFields({ source, kind, onChange, onFile, field, problemOf }: KeptFileFieldsProps) {
  const mayUpload = useMay('messages:send');
  const [isChoosing, setChoosing] = useState(false);
  const others = onFile ? mediaKinds.filter((one) => one !== kind) : [];
  const error = problemOf(`${field}.fileId`);

  function take(file: MediaFile) {
    const next: FileSourceData = { by: 'file', fileId: file.id, name: file.name };
    if (onFile) onFile(next, file.kind);
    else onChange(next);
    setChoosing(false);
  }

  return (
    <>
      {source.fileId === '' ? (
        mayUpload && <UploadArea kinds={[kind, ...others]} onFile={take} />
      ) : (
        <div className="flex items-center gap-3 rounded-lg border border-border p-2">
          <FileMark key={source.fileId} fileId={source.fileId} kind={kind} />
          <p className="min-w-0 flex-1 truncate text-[13px] font-medium" title={source.name}>
            {source.name ?? 'An uploaded file'}
          </p>
          <Button
            variant="ghost"
            size="iconSm"
            aria-label={`Remove ${source.name ?? 'the file'}`}
            title="Remove"
            onClick={() => onChange(empty.file)}
          >
            <X aria-hidden />
          </Button>
        </div>
      )}
      {error && <p className="text-xs leading-4 text-danger">{error}</p>}
      <Button size="sm" className="w-full" onClick={() => setChoosing(true)}>
        <FolderOpen aria-hidden /> Choose an uploaded file
      </Button>
      {isChoosing && (
        <FilesDialog kinds={[kind, ...others]} onChoose={take} onClose={() => setChoosing(false)} />
      )}
    </>
  );
}
