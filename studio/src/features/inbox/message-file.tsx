/** The file that came with a message, from our own Storage: shown where browsers can show it safely, else to be saved. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Download, Play } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Message } from '../../../../core/api/schemas.ts';
import { api } from '../../shared/api/api.ts';
import { errorText } from '../../shared/api/errors.ts';
import { saveFile } from '../../shared/lib/save-file.ts';
import { sizeText } from '../../shared/lib/size-text.ts';
import { useFileSource } from '../../shared/lib/use-file-source.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { MediaTile } from '../../shared/ui/message-parts.tsx';
import { Spinner } from '../../shared/ui/spinner.tsx';
import type { FileView } from './content.ts';

type StoredFile = NonNullable<Message['file']>;

const failures: Record<NonNullable<StoredFile['error']>, string> = {
  expired: 'WhatsApp no longer has this file',
  tooLarge: 'Too large to be kept',
  damaged: 'Arrived damaged',
};

/** Types whose content can't run anything. */
const PICTURES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/apng'];
/** More is loaded only when somebody asks for it. */
const SHOWN_AT_ONCE_BYTES = 16_000_000;
const KEEP_MS = 5 * 60_000;

export function MessageFile({ message, view }: { message: Message; view: FileView }) {
  const { file } = message;
  const title = view.name ?? (view.isVoiceNote ? 'Voice message' : null);
  if (!file) return <MediaTile kind={view.media} title={title} />;
  if (file.status === 'pending')
    return <MediaTile kind={view.media} title={title} detail="Being fetched from WhatsApp…" />;
  if (file.status === 'failed')
    return <MediaTile kind={view.media} title={title} detail={failures[file.error ?? 'expired']} />;
  const type = file.contentType ?? '';
  const isLight = (file.byteSize ?? 0) <= SHOWN_AT_ONCE_BYTES;
  if (PICTURES.includes(type) && isLight)
    return <Picture message={message} title={title ?? 'Photo'} isSticker={view.media === 'sticker'} />;
  if (type.startsWith('audio/') && isLight)
    return <Sound message={message} file={file} title={title ?? 'Audio'} />;
  if (type.startsWith('video/')) return <Film message={message} file={file} title={title ?? 'Video'} />;
  return <Saved message={message} file={file} title={title} />;
}

function Picture({ message, title, isSticker }: { message: Message; title: string; isSticker: boolean }) {
  const { file, isError } = useFile(message);
  const [isOpen, setOpen] = useState(false);
  if (isError) return <MediaTile kind="image" title={title} detail="Could not be loaded" />;
  if (!file) return <Loading />;
  const look = isSticker ? 'size-32 object-contain' : 'max-h-80 min-h-16 w-60 object-cover';
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        aria-label={`Open: ${title}`}
        className="m-1 block max-w-[calc(100%-8px)] cursor-zoom-in overflow-hidden rounded-md bg-black/6 focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-primary dark:bg-white/8"
      >
        <Image file={file} alt={title} className={`max-w-full ${look}`} />
      </button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={title}
        className="max-w-4xl"
        footer={<SaveButton message={message} />}
      >
        <Image file={file} alt={title} className="mx-auto max-h-[66vh] max-w-full object-contain" />
      </Dialog>
    </>
  );
}

function Image({ file, alt, className }: { file: Blob; alt: string; className: string }) {
  return <img ref={useFileSource(file)} alt={alt} className={className} />;
}

/** A sound that this browser can't play, as those of old phones, can still be saved. */
function Sound({ message, file, title }: { message: Message; file: StoredFile; title: string }) {
  const loaded = useFile(message);
  const [isUnplayable, setUnplayable] = useState(false);
  if (loaded.isError) return <MediaTile kind="audio" title={title} detail="Could not be loaded" />;
  if (isUnplayable) return <Saved message={message} file={file} title={title} />;
  if (!loaded.file) return <Loading />;
  return <Player file={loaded.file} title={title} onUnplayable={() => setUnplayable(true)} />;
}

interface PlayerProps {
  file: Blob;
  title: string;
  onUnplayable: () => void;
}

function Player({ file, title, onUnplayable }: PlayerProps) {
  return (
    <audio
      controls
      ref={useFileSource(file)}
      onError={onUnplayable}
      aria-label={title}
      className="m-1 h-10 w-64 max-w-[calc(100%-8px)] scheme-light dark:scheme-dark"
    />
  );
}

/** Loaded when somebody wants to see it: films are large. */
function Film({ message, file, title }: { message: Message; file: StoredFile; title: string }) {
  const [isWanted, setWanted] = useState(false);
  const [isUnplayable, setUnplayable] = useState(false);
  const loaded = useFile(message, isWanted);
  if (loaded.isError) return <MediaTile kind="video" title={title} detail="Could not be loaded" />;
  if (isUnplayable) return <Saved message={message} file={file} title={title} />;
  if (loaded.file)
    return <Screen file={loaded.file} title={title} onUnplayable={() => setUnplayable(true)} />;
  if (isWanted) return <Loading />;
  return (
    <button
      type="button"
      onClick={() => setWanted(true)}
      aria-label={`Play: ${title}, ${sizeText(file.byteSize ?? 0)}`}
      className="m-1 grid h-40 w-72 max-w-[calc(100%-8px)] cursor-pointer place-content-center justify-items-center gap-2 rounded-md bg-black/6 text-[13px] hover:bg-black/10 dark:bg-white/8 dark:hover:bg-white/12"
    >
      <span className="grid size-11 place-items-center rounded-full bg-black/55 text-white">
        <Play aria-hidden className="size-5 translate-x-px fill-current" />
      </span>
      <span>
        {title} <span className="text-bubble-muted">{sizeText(file.byteSize ?? 0)}</span>
      </span>
    </button>
  );
}

function Screen({ file, title, onUnplayable }: PlayerProps) {
  return (
    <video
      controls
      autoPlay
      ref={useFileSource(file, { takesFocus: true })}
      onError={onUnplayable}
      aria-label={title}
      className="m-1 max-h-80 w-72 max-w-[calc(100%-8px)] rounded-md bg-black"
    />
  );
}

/** Anything else is saved, never opened in our page. */
function Saved({ message, file, title }: { message: Message; file: StoredFile; title: string | null }) {
  const save = useSave(message);
  return (
    <MediaTile
      kind="document"
      title={title}
      detail={`${kindText(file.contentType)} · ${sizeText(file.byteSize ?? 0)}`}
      action={{ label: 'Save', icon: Download, isBusy: save.isPending, onSelect: () => save.mutate() }}
    />
  );
}

/** PDF, ZIP, CSV; long names of types tell people nothing. */
function kindText(contentType: string | null): string {
  const [, subtype = ''] = contentType?.split(';')[0]!.split('/') ?? [];
  return subtype !== '' && subtype.length <= 5 ? subtype.toUpperCase() : 'File';
}

function SaveButton({ message }: { message: Message }) {
  const save = useSave(message);
  return (
    <Button variant="secondary" isBusy={save.isPending} onClick={() => save.mutate()}>
      <Download aria-hidden /> Save
    </Button>
  );
}

function Loading() {
  return (
    <div
      role="status"
      aria-label="Loading the file"
      className="m-1 grid h-24 w-60 max-w-[calc(100%-8px)] place-items-center rounded-md bg-black/6 dark:bg-white/8"
    >
      <Spinner />
    </div>
  );
}

function useFile(message: Message, enabled = true): { file: Blob | undefined; isError: boolean } {
  const { orgId } = useWorkspace();
  const { data, isError } = useQuery({
    queryKey: [orgId, 'message-file', message.id],
    queryFn: () => api.download('downloadMessageFile', { params: { org: orgId, message: message.id } }),
    enabled,
    // It never changes.
    staleTime: Infinity,
    gcTime: KEEP_MS,
  });
  return { file: data?.file, isError };
}

function useSave(message: Message) {
  const { orgId } = useWorkspace();
  return useMutation({
    mutationFn: () => api.download('downloadMessageFile', { params: { org: orgId, message: message.id } }),
    onSuccess: ({ file, name }) => saveFile(file, name),
    onError: (error) => toast.error(errorText(error)),
  });
}
