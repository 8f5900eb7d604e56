import { useRef, useState, type ChangeEvent, type DragEvent } from 'react';

/**
 * A place where a file is dropped, or chosen with a button.
 * @param onFile gets the first of those that were dropped or chosen; none while `isBusy`
 * @returns what its box and its hidden input take, and `choose` for the button
 */
export function useFileDrop(isBusy: boolean, onFile: (file: File) => void) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);

  function take(files: FileList | null) {
    const [file] = files ?? [];
    if (file && !isBusy) onFile(file);
  }

  return {
    isOver,
    choose: () => input.current?.click(),
    box: {
      onDragOver: (event: DragEvent) => {
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      },
    },
    input: {
      ref: input,
      type: 'file',
      onChange: ({ target }: ChangeEvent<HTMLInputElement>) => {
        take(target.files);
        // So that the same file can be chosen again after it was mended.
        target.value = '';
      },
    },
  };
}
