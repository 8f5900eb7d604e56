import { Upload } from 'lucide-react';
import type { MediaFile } from '../../../../core/api/media.ts';
import type { MediaKind } from '../../../../core/messaging/content.ts';
import { limitText, maxUploadBytes, uploadTypes } from '../../../../core/messaging/uploads.ts';
import { cn } from '../../shared/lib/cn.ts';
import { useFileDrop } from '../../shared/lib/use-file-drop.ts';
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
  const { start, underway, error } = useKeepFile(kinds, onFile);
  const [kind] = kinds;
  const drop = useFileDrop(underway !== null, start);

  return (
    <div
      role="group"
      aria-label="Upload a file"
      {...drop.box}
      className={cn(
        'flex flex-col items-center gap-2 rounded-lg border border-dashed border-border-strong bg-surface px-4 py-5 text-center transition-colors',
        drop.isOver && 'border-primary bg-primary-soft',
      )}
    >
      <input
        {...drop.input}
        accept={kinds.flatMap((one) => uploadTypes[one].endings.map((ending) => `.${ending}`)).join(',')}
        aria-label="File to keep"
        hidden
      />
      {underway === null ? (
        <>
          <Button size="sm" onClick={drop.choose}>
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
