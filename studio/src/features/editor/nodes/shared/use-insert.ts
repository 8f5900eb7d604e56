import { useRef } from 'react';

/** Puts text into a field where its caret stands. */
export function useInsert<Box extends HTMLInputElement | HTMLTextAreaElement>(
  value: string,
  onChange: (value: string) => void,
) {
  const box = useRef<Box>(null);

  function insert(text: string) {
    const from = box.current?.selectionStart ?? value.length;
    const to = box.current?.selectionEnd ?? from;
    onChange(value.slice(0, from) + text + value.slice(to));
    // The new text has to be in the field before the caret can stand behind it.
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(from + text.length, from + text.length);
    });
  }

  return { box, insert };
}
