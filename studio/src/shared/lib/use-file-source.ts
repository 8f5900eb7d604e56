import { useCallback } from 'react';

/** Gives an element its bytes for as long as it is there. */
export function useFileSource(file: Blob, { takesFocus = false } = {}) {
  return useCallback(
    (element: HTMLImageElement | HTMLMediaElement | null) => {
      if (!element) return;
      const url = URL.createObjectURL(file);
      element.src = url;
      // It stands where the button was that asked for it.
      if (takesFocus) element.focus();
      return () => URL.revokeObjectURL(url);
    },
    [file, takesFocus],
  );
}
