import { FileSpreadsheet, Upload } from 'lucide-react';
import { cn } from '../../../shared/lib/cn.ts';
import { useFileDrop } from '../../../shared/lib/use-file-drop.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Spinner } from '../../../shared/ui/spinner.tsx';

export const MAX_FILE_BYTES = 50 * 1024 * 1024;

export interface DropZoneProps {
  /** Name of the file that is on its way. */
  uploading: string | null;
  onFile: (file: File) => void;
}

/** A place for a file: drop it, or choose it with the button. */
export function DropZone({ uploading, onFile }: DropZoneProps) {
  const drop = useFileDrop(uploading !== null, onFile);

  return (
    <section
      aria-label="File to import"
      {...drop.box}
      className={cn(
        'flex flex-col items-center rounded-xl border-2 border-dashed border-border-strong bg-surface px-6 py-12 text-center transition-colors',
        drop.isOver && 'border-primary bg-primary-soft',
      )}
    >
      <span className="mb-4 grid size-12 place-items-center rounded-xl bg-primary-soft text-primary">
        {uploading === null ? (
          <FileSpreadsheet aria-hidden className="size-6" />
        ) : (
          <Spinner className="size-6" />
        )}
      </span>
      <h2 className="text-base font-semibold" aria-live="polite">
        {uploading === null ? 'Drop a CSV or Excel file here' : `Reading ${uploading}…`}
      </h2>
      <p className="mt-1 max-w-md text-sm text-muted">
        One row for each person, with a column for the phone number. Up to 50 MB. Nothing is imported before
        you have seen what it becomes.
      </p>
      <input
        {...drop.input}
        accept=".csv,.tsv,.txt,.xlsx,text/csv"
        aria-label="Choose a CSV or Excel file"
        className="hidden"
      />
      <Button variant="primary" className="mt-5" disabled={uploading !== null} onClick={drop.choose}>
        <Upload aria-hidden /> Choose a file
      </Button>
    </section>
  );
}
