/** The file that goes with the next message: chosen, uploaded, and shown until it is sent. */
import { useMutation } from '@tanstack/react-query';
import { Paperclip, X } from 'lucide-react';
import { useRef } from 'react';
import { toast } from 'sonner';
import type { MediaFile } from '../../../../core/api/media.ts';
import { api } from '../../shared/api/api.ts';
import { errorText } from '../../shared/api/errors.ts';
import { sizeText } from '../../shared/lib/size-text.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Spinner } from '../../shared/ui/spinner.tsx';

export interface AttachButtonProps {
  disabled: boolean;
  /** Name of the file that is on its way. */
  onBusy: (name: string | null) => void;
  onFile: (file: MediaFile) => void;
}

export function AttachButton({ disabled, onBusy, onFile }: AttachButtonProps) {
  const { orgId } = useWorkspace();
  const input = useRef<HTMLInputElement>(null);
  const upload = useMutation({
    mutationFn: (file: File) =>
      api.call('uploadMedia', { params: { org: orgId }, query: { name: file.name.slice(-255) }, file }),
    onMutate: (file) => onBusy(file.name),
    onSuccess: onFile,
    onError: (error) => toast.error('The file can’t be sent', { description: errorText(error) }),
    onSettled: () => onBusy(null),
  });
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File to send"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) upload.mutate(file);
          // The same one may be chosen again.
          target.value = '';
        }}
      />
      <Button
        variant="ghost"
        size="icon"
        className="size-10.5"
        aria-label="Attach a file"
        title="Attach a file"
        disabled={disabled || upload.isPending}
        onClick={() => input.current?.click()}
      >
        <Paperclip aria-hidden />
      </Button>
    </>
  );
}

export interface AttachmentChipProps {
  file: Pick<MediaFile, 'name' | 'byteSize'> | null;
  busyWith: string | null;
  onRemove: () => void;
}

export function AttachmentChip({ file, busyWith, onRemove }: AttachmentChipProps) {
  if (busyWith !== null)
    return (
      <p role="status" className="mb-2 flex items-center gap-2 rounded-lg bg-surface-2 px-3 py-2 text-[13px]">
        <Spinner /> <span className="truncate">Uploading {busyWith}…</span>
      </p>
    );
  if (!file) return null;
  return (
    <p className="mb-2 flex items-center gap-2 rounded-lg bg-surface-2 px-3 py-1.5 text-[13px]">
      <Paperclip aria-hidden className="size-3.5 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">
        {file.name} <span className="text-muted">{sizeText(file.byteSize)}</span>
      </span>
      <Button variant="ghost" size="iconXs" aria-label={`Remove ${file.name}`} onClick={onRemove}>
        <X aria-hidden />
      </Button>
    </p>
  );
}
