import { Check, CloudOff, LoaderCircle, PencilLine, TriangleAlert } from 'lucide-react';
import { errorText } from '../api/errors.ts';
import type { SaveView } from '../lib/autosave.ts';
import { clockTime } from '../lib/time.ts';
import { Button } from './button.tsx';
import { Tooltip } from './tooltip.tsx';

export interface SaveStateProps extends SaveView {
  onRetry: () => void;
}

/** In words: does the server have what is on the screen? */
export function SaveState({ saveStatus: status, savedAt, saveError, onRetry }: SaveStateProps) {
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
        <Tooltip label={errorText(saveError)}>
          <span className="flex items-center gap-1 text-danger">
            <TriangleAlert aria-hidden /> Not saved
            {status === 'failed' && (
              <Button variant="link" size="xs" onClick={onRetry}>
                Try again
              </Button>
            )}
          </span>
        </Tooltip>
      )}
    </span>
  );
}
