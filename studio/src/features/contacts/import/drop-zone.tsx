import { FileSpreadsheet, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { cn } from '../../../shared/lib/cn.ts';
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
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);

  function take(files: FileList | null) {
    const [file] = files ?? [];
    if (file && uploading === null) onFile(file);
  }

  return (
    <section
      aria-label="File to import"
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
        'flex flex-col items-center rounded-xl border-2 border-dashed border-border-strong bg-surface px-6 py-12 text-center transition-colors',
        isOver && 'border-primary bg-primary-soft',
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
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,.xlsx,text/csv"
        aria-label="Choose a CSV or Excel file"
        className="hidden"
        onChange={(event) => {
          take(event.target.files);
          // So that the same file can be chosen again after it was mended.
          event.target.value = '';
        }}
      />
      <Button
        variant="primary"
        className="mt-5"
        disabled={uploading !== null}
        onClick={() => input.current?.click()}
      >
        <Upload aria-hidden /> Choose a file
      </Button>
    </section>
  );
}
