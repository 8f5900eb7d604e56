import { Check, CloudOff, LoaderCircle, PencilLine, TriangleAlert } from 'lucide-react';
import { errorText } from '../../../shared/api/errors.ts';
import { clockTime } from '../../../shared/lib/time.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Tooltip } from '../../../shared/ui/tooltip.tsx';
import type { Saver } from '../store/saving.ts';
import { useEditor } from '../store/editor-store.ts';

/** In words: does the server have what is on the screen? */
export function SaveState({ saver }: { saver: Saver }) {
  const status = useEditor((state) => state.saveStatus);
  const savedAt = useEditor((state) => state.savedAt);
  const error = useEditor((state) => state.saveError);
  const mayEdit = useEditor((state) => state.mayEdit);
  if (!mayEdit) return <span className="text-xs text-muted">You may look, not change</span>;
  return (
    <span role="status" className="flex items-center gap-1.5 text-xs text-muted [&_svg]:size-3.5">
      {status === 'saved' && (
        <Tooltip label={savedAt ? `Saved at ${clockTime(savedAt.toISOString())}` : 'Nothing has changed yet'}>
          <span className="flex items-center gap-1">
            <Check aria-hidden className="text-primary" />
            <span className="max-sm:sr-only">Saved</span>
          </span>
        </Tooltip>
      )}
      {status === 'unsaved' && (
        <>
          <PencilLine aria-hidden /> <span className="max-sm:sr-only">Unsaved changes</span>
        </>
      )}
      {status === 'saving' && (
        <>
          <LoaderCircle aria-hidden className="animate-spin" />{' '}
          <span className="max-sm:sr-only">Saving…</span>
        </>
      )}
      {status === 'offline' && (
        <Tooltip label="Your changes are kept in this browser and saved as soon as the server answers.">
          <span className="flex items-center gap-1 text-warn">
            <CloudOff aria-hidden /> Offline, changes are kept
          </span>
        </Tooltip>
      )}
      {(status === 'failed' || status === 'conflict') && (
        <Tooltip label={errorText(error)}>
          <span className="flex items-center gap-1 text-danger">
            <TriangleAlert aria-hidden /> Not saved
            {status === 'failed' && (
              <Button variant="link" size="xs" onClick={() => void saver.saveNow()}>
                Try again
              </Button>
            )}
          </span>
        </Tooltip>
      )}
    </span>
  );
}
