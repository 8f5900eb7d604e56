import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import type { MediaFile } from '../../../../core/api/media.ts';
import type { MediaKind } from '../../../../core/messaging/content.ts';
import { limitText, maxUploadBytes, uploadTypes } from '../../../../core/messaging/uploads.ts';
import { cn } from '../../shared/lib/cn.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ProgressBar } from '../../shared/ui/progress-bar.tsx';
import { RequestError } from '../../shared/ui/request-error.tsx';
import { useKeepFile } from './queries.ts';

export interface UploadAreaProps {
  /** That may be chosen here; what is said of them goes by the first. */
  kinds: readonly [MediaKind, ...MediaKind[]];
  onFile: (file: MediaFile) => void;
}

/** A place for a file that is kept: drop it, or choose it with the button. */
export function UploadArea({ kinds, onFile }: UploadAreaProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const { start, underway, error } = useKeepFile(kinds, onFile);
  const [kind] = kinds;

  function take(files: FileList | null) {
    const [file] = files ?? [];
    if (file && underway === null) start(file);
  }

  return (
    <div
      role="group"
      aria-label="Upload a file"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
      className={cn(
        'flex flex-col items-center gap-2 rounded-lg border border-dashed border-border-strong bg-surface px-4 py-5 text-center transition-colors',
        isOver && 'border-primary bg-primary-soft',
      )}
    >
      <input
        ref={input}
        type="file"
        accept={kinds.flatMap((one) => uploadTypes[one].endings.map((ending) => `.${ending}`)).join(',')}
        aria-label="File to keep"
        hidden
        onChange={({ target }) => {
          take(target.files);
          // The same one may be chosen again.
          target.value = '';
        }}
      />
      {underway === null ? (
        <>
          <Button size="sm" onClick={() => input.current?.click()}>
            <Upload aria-hidden /> Upload a file
          </Button>
          <p className="text-xs leading-4 text-muted">
            Or drop it here. {uploadTypes[kind].words}, up to {limitText(maxUploadBytes(kind))}.
          </p>
        </>
      ) : (
        <div role="status" className="w-full space-y-2 text-[13px]">
          <p className="truncate">Uploading {underway.name}…</p>
          <ProgressBar label={`Upload of ${underway.name}`} value={underway.part} max={1} />
        </div>
      )}
      <RequestError error={error} className="text-xs" />
    </div>
  );
}
